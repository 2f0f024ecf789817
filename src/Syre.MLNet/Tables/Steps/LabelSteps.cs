using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Tables.Steps;

/// <summary>Makes of the label what a kind of trainer takes.</summary>
/// <param name="steps">The chain.</param>
/// <param name="options">Name and kind of the label.</param>
internal sealed class LabelSteps(StockSteps steps, FeaturizeTableOptions options)
{
    /// <summary>What the label becomes, by its type.</summary>
    /// <param name="isKey">Whether it is a key.</param>
    /// <param name="type">Type of its items.</param>
    /// <param name="kind">What the options say.</param>
    public static TableLabelKind Resolve(bool isKey, DataViewType type, TableLabelKind kind) => kind switch
    {
        not TableLabelKind.Auto => kind,
        _ when isKey || type is TextDataViewType => TableLabelKind.Key,
        _ when type is BooleanDataViewType => TableLabelKind.Boolean,
        _ => TableLabelKind.Number,
    };

    /// <summary>Adds the step.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>What became of the label.</returns>
    public string Add(IDataView data, Cancellation cancellation)
    {
        string name = options.LabelColumnName!;
        DataViewType type = data.Schema[name].Type;
        return Resolve(type is KeyDataViewType, type, options.LabelKind) switch
        {
            TableLabelKind.Boolean => type is BooleanDataViewType ? "Boolean, as it is" : Boolean(data, name, cancellation),
            TableLabelKind.Key => type is KeyDataViewType ? "a key, as it is" : Key(data, name),
            _ => type == NumberDataViewType.Single ? "Single, as it is" : Number(type, name),
        };
    }

    private string Key(IDataView data, string name)
    {
        ITransformer map = steps.Context.Transforms.Conversion
            .MapValueToKey(name, keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(data);
        steps.Add(map);
        return $"a key of {((KeyDataViewType)steps.Schema[name].Type).Count} values, for multiclass trainers";
    }

    private string Number(DataViewType type, string name)
    {
        if (type is TextDataViewType)
            steps.Add(steps.Context.Transforms.Expression(name, Formulas.Number, name));
        else
            steps.Add(steps.Context.Transforms.Conversion.ConvertType(name, name, DataKind.Single));
        return "Single, for regression trainers";
    }

    private string Boolean(IDataView data, string name, Cancellation cancellation)
    {
        if (data.Schema[name].Type is KeyDataViewType)
        {
            ITransformer values = steps.Context.Transforms.Conversion.MapKeyToValue(name).Fit(data);
            steps.Add(values);
            data = values.Transform(data);
        }
        (string yes, string no) = LabelValues.Choose(data, data.Schema[name], options.PositiveLabel, cancellation);
        if (data.Schema[name].Type is TextDataViewType)
        {
            steps.Add(steps.Context.Transforms.Conversion.MapValue(name, [KeyValuePair.Create(yes, true)], name));
        }
        else
        {
            string number = steps.AddConversion(name, DataKind.Double);
            steps.Add(steps.Context.Transforms.Expression(name, Formulas.Is(yes), number));
        }
        return $"Boolean, for binary trainers: '{yes}' is true, '{no}' is false";
    }
}
