using Microsoft.ML;
using Microsoft.ML.Runtime;
using Syre.MLNet.Stock;
using Syre.MLNet.Tables;
using Syre.Torch;

namespace Syre.MLNet;

/// <summary>
/// Looks at a table as it comes, and makes one column of features of it (<c>mlContext.Transforms.FeaturizeTable</c>).
/// </summary>
/// <remarks>
/// <para>What comes of a column is decided by its type and, in one pass over the rows, by what is in it. The plan of the fitted
/// transformer (<see cref="FeaturizeTableTransformer.Plan"/>) and the log tell it column by column; <see
/// cref="FeaturizeTableOptions.Columns"/> overrules it.</para>
/// <list type="table">
/// <listheader><term>Column</term><description>Features</description></listheader>
/// <item><term>Numbers, Booleans, spans of time (in ticks)</term><description>As they are, in Single. Texts that are all numbers count as
/// numbers, unless one has a leading zero, as postcodes have.</description></item>
/// <item><term>Missing numbers</term><description>The median of the training rows, and a slot <c>name.missing</c> that is 1 there, where
/// training rows have missing ones; or NaN (<see cref="FeaturizeTableOptions.MissingValues"/>).</description></item>
/// <item><term>Texts with levels, keys</term><description>A slot for each level, <c>name.level</c>, with ML.NET's annotation
/// <c>CategoricalSlotRanges</c>, by which LightGBM knows them. Missing is a level where training rows have missing ones. Rare levels share
/// <c>name.(other)</c>, and a value that training never saw is taken for one of them; where no level is rare all slots are 0.
/// </description></item>
/// <item><term>Dates: DateTime, DateTimeOffset (in UTC), texts of ISO 8601, numbers as 20141013</term><description>Days since 1970, month,
/// day, day of the week (Sunday is 0) and hour, those that vary in training.</description></item>
/// <item><term>Vectors of numbers of known size</term><description>As they are; missing ones become the slot's mean.</description></item>
/// <item><term>Long texts</term><description>Left out: texts of four words or fifty characters on average, of which most are different.
/// </description></item>
/// <item><term>Identifiers</term><description>Left out: texts without a level, whole numbers without a repeat that would repeat if they
/// were by chance, and whole numbers that hardly repeat in a column named as an identifier (<c>customerID</c>).</description></item>
/// <item><term>Constants, and all other types</term><description>Left out.</description></item>
/// </list>
/// <para>With <see cref="FeaturizeTableOptions.LabelColumnName"/> the label becomes what a kind of trainer takes, under its own name. Rows
/// to be scored must have it too then, with any value, as with ML.NET's <c>MapValueToKey</c>.</para>
/// <para>Everything is done by ML.NET's own transforms, which is what a saved file has. Numbers and dates are read as in the invariant
/// culture.</para>
/// </remarks>
public sealed class FeaturizeTableEstimator : IEstimator<FeaturizeTableTransformer>
{
    private readonly IHost _host;
    private readonly FeaturizeTableOptions _options;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; all that are, are listed.</exception>
    internal FeaturizeTableEstimator(IHostEnvironment env, FeaturizeTableOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var violations = new Violations();
        options.AddTo(violations);
        violations.ThrowIfOutOfRange(nameof(FeaturizeTableOptions));
        _host = env.Register("FeaturizeTable");
        _options = options;
    }

    /// <summary>The columns after this: those before it, the features, and the label as it becomes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column that the options name is missing, or the label is of a wrong
    /// type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return TableSchema.Append(inputSchema, _options);
    }

    /// <summary>
    /// Looks at all rows of <paramref name="input"/>, in one pass and, where the label becomes a key or a Boolean, a second.
    /// </summary>
    /// <param name="input">The rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column that the options name is missing, or the label is of a wrong
    /// type.</exception>
    /// <exception cref="OperationCanceledException">The MLContext was cancelled.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, no column makes a feature, or the label is not of two values and is
    /// to become Boolean.</exception>
    public FeaturizeTableTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        TableSchema.Check(MLNetInternals.ShapeOf(input.Schema), _options);
        using IChannel channel = _host.Start("Training");
        var fit = new TableFit(input, _options, new Cancellation(_host, CancellationToken.None));
        FeaturizeTableTransformer model = fit.Run();
        channel.Info(MessageSensitivity.Schema, model.Plan.ToString());
        return model;
    }
}
