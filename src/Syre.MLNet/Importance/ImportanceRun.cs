using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Syre.MLNet.Heads;
using Syre.MLNet.Objectives;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Importance;

/// <summary>
/// Permutes the columns that a model's predictions are made of, one after the other, and looks what the metric loses. Labels and weights
/// are those of the rows as they are, so that a column that makes the label too is permuted as a feature alone.
/// </summary>
internal sealed class ImportanceRun
{
    private readonly IHostEnvironment _env;
    private readonly ITransformer _model;
    private readonly IDataView _data;
    private readonly ColumnImportanceOptions _options;
    private readonly Objective _objective;
    private readonly PredictionMeasure _measure;
    private readonly IReadOnlyList<DataViewSchema.Column> _used;
    private readonly long _seed;
    private float[] _labels = [], _weights = [];
    private int _labelSize;

    /// <param name="env">Where it runs.</param>
    /// <param name="tasks">The tasks of the catalog.</param>
    /// <param name="model">The model.</param>
    /// <param name="data">The rows.</param>
    /// <param name="options">The options, checked.</param>
    public ImportanceRun(
        IHostEnvironment env, IReadOnlyList<PredictionTask> tasks, ITransformer model, IDataView data, ColumnImportanceOptions options)
    {
        (_env, _model, _data, _options) = (env, model, data, options);
        _seed = options.Seed ?? MLNetInternals.Seed(env) ?? env.Register(nameof(ColumnImportanceReport)).Rand.Next();
        DataViewSchema scored = model.GetOutputSchema(data.Schema);
        SchemaShape shape = MLNetInternals.ShapeOf(scored);
        PredictionTask task = PredictionTask.For(tasks, SchemaChecks.Find(shape, options.LabelColumnName));
        _objective = task.Objective;
        SchemaChecks.Check(shape,
        [
            new InputColumn("label", options.LabelColumnName, nameof(options.LabelColumnName), _objective.LabelProblem),
            .. options.ExampleWeightColumnName is { } weights
                ? [InputColumn.Weight(weights, nameof(options.ExampleWeightColumnName))]
                : Array.Empty<InputColumn>(),
        ]);
        _measure = new PredictionMeasure(task, options.Metric, scored);
        _used = AskedColumns.Find(model, data.Schema, columns => [_measure.Predictions(columns)]);
        foreach (string column in options.Groups.SelectMany(group => group.Value))
        {
            if (data.Schema.GetColumnOrNull(column) is null)
            {
                throw new ArgumentOutOfRangeException(nameof(options),
                    $"Groups names the column '{column}', which the data do not have. The columns are " +
                    $"{string.Join(", ", data.Schema.Select(other => other.Name).Distinct())}.");
            }
        }
        foreach ((string name, IReadOnlyList<string> columns) in options.Groups)
        {
            if (data.Schema.GetColumnOrNull(name) is not null && !columns.Contains(name))
            {
                throw new ArgumentOutOfRangeException(nameof(options),
                    $"Groups has a group '{name}', and a column that is not in it has the same name. Give the group another name.");
            }
        }
    }

    /// <summary>Measures.</summary>
    /// <exception cref="InvalidOperationException">No row can be judged.</exception>
    public ColumnImportanceReport Measure()
    {
        IReadOnlyList<DataViewSchema.Column> kept = AskedColumns.Find(
            _model, _data.Schema, scored => [_measure.Predictions(scored), .. LabelAndWeight(scored)]);
        var sample = RowSample.Read(_data, kept, _options.MaximumRows, Random("", 0), CheckAlive);
        double[] worths = Score(sample.Permuted(new HashSet<int>(), []), sample.Rows, labelled: true);
        double value = _measure.Of(worths, _labels, _weights);
        if (!double.IsFinite(value))
        {
            throw new InvalidOperationException(
                $"{_measure.Metric} cannot be measured: {worths.Count(double.IsFinite)} of {sample.Rows} rows have a label, " +
                "a weight and a prediction. Give rows like those that the model was trained on, of both classes where there are two.");
        }
        string[] grouped = [.. _options.Groups.SelectMany(group => group.Value)];
        return new ColumnImportanceReport
        {
            Metric = _measure.Metric,
            Value = value,
            Rows = worths.Count(double.IsFinite),
            PermutationCount = _options.PermutationCount,
            Columns =
            [
                .. _used.Where(column => !grouped.Contains(column.Name)).Select(column => (column.Name, Columns: new[] { column.Name }))
                    .Concat(_options.Groups.Select(group => (Name: group.Key, Columns: group.Value.Distinct().ToArray())))
                    .Select(group => Measure(sample, group.Name, group.Columns, value))
                    .OrderByDescending(column => column.Importance).ThenBy(column => column.Name, StringComparer.Ordinal),
            ],
            UnusedColumns = [.. _data.Schema.Where(column => !column.IsHidden).Select(column => column.Name)
                .Except(_used.Select(column => column.Name)).Except(grouped)
                .Where(name => name != _options.LabelColumnName && name != _options.ExampleWeightColumnName)],
        };
    }

    private ImportantColumn Measure(RowSample sample, string name, string[] columns, double value)
    {
        HashSet<int> permuted = [.. _used.Where(column => columns.Contains(column.Name)).Select(column => column.Index)];
        var losses = new double[_options.PermutationCount];
        for (int i = 0; i < losses.Length; i++)
        {
            int[] order = [.. Enumerable.Range(0, sample.Rows)];
            Random(name, i + 1).Shuffle(order);
            double changed = _measure.Of(Score(sample.Permuted(permuted, order), sample.Rows, labelled: false), _labels, _weights);
            losses[i] = ColumnImportanceReport.Falls(_measure.Metric) ? value - changed : changed - value;
        }
        double mean = losses.Average();
        double variance = losses.Sum(loss => (loss - mean) * (loss - mean)) / (losses.Length - 1);
        return new ImportantColumn(name, columns, mean, losses.Length == 1 ? double.NaN : Math.Sqrt(variance / losses.Length));
    }

    /// <summary>What the model's predictions of rows are worth, by the rows' ids: a model may leave rows out.</summary>
    private double[] Score(IDataView rows, int count, bool labelled)
    {
        IDataView scored = _model.Transform(rows);
        using DataViewRowCursor cursor = scored.GetRowCursor(
            [_measure.Predictions(scored.Schema), .. labelled ? LabelAndWeight(scored.Schema) : []]);
        Action<int>? readLabel = labelled ? LabelReader(cursor, count) : null;
        PredictionWorth worth = _measure.Worth(cursor);
        ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
        DataViewRowId id = default;
        double[] worths = [.. Enumerable.Repeat(double.NaN, count)];
        while (cursor.MoveNext())
        {
            CheckAlive();
            getId(ref id);
            int row = (int)id.Low;
            readLabel?.Invoke(row);
            if (float.IsFinite(_weights[row]))
                worths[row] = worth(_labels.AsSpan(row * _labelSize, _labelSize));
        }
        return worths;
    }

    /// <summary>Reads labels and weights; a row that lacks one has the weight NaN.</summary>
    private Action<int> LabelReader(DataViewRow row, int count)
    {
        DataViewSchema.Column label = row.Schema[_options.LabelColumnName];
        LabelGetter getLabel = _objective.Getter(row, label);
        ValueGetter<float>? getWeight = _options.ExampleWeightColumnName is { } name ? row.GetGetter<float>(row.Schema[name]) : null;
        _labelSize = _objective.LabelSize(label.Type);
        _labels = new float[count * _labelSize];
        _weights = [.. Enumerable.Repeat(1f, count)];
        return at =>
        {
            Span<float> numbers = _labels.AsSpan(at * _labelSize, _labelSize);
            getLabel(numbers);
            getWeight?.Invoke(ref _weights[at]);
            foreach (float number in numbers)
                _weights[at] = float.IsFinite(number) ? _weights[at] : float.NaN;
        };
    }

    private IEnumerable<DataViewSchema.Column> LabelAndWeight(DataViewSchema scored) =>
        new[] { _options.LabelColumnName, _options.ExampleWeightColumnName }.OfType<string>().Select(name => scored[name]);

    private void CheckAlive()
    {
        _options.CancellationToken.ThrowIfCancellationRequested();
        MLNetInternals.CheckAlive(_env);
    }

    /// <summary>Numbers that depend on the seed, the column and the permutation alone, not on which other columns there are.</summary>
    private Random Random(string column, int permutation)
    {
        ulong bits = SeedSequence.Bits((ulong)_seed, (ulong)permutation);
        foreach (char character in column)
            bits = SeedSequence.Bits(bits, character);
        return new Random(unchecked((int)bits));
    }
}
