using Microsoft.ML;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>An estimator whose columns can have any names.</summary>
/// <param name="Name">Which one, for failures.</param>
/// <param name="Data">Rows with the columns of <paramref name="Inputs"/>.</param>
/// <param name="Inputs">The columns that it reads, by the names that they have in the data.</param>
/// <param name="Added">Columns that it adds and whose names are options.</param>
/// <param name="Estimator">Makes it for columns of other names, by the names in <paramref name="Inputs"/> and
/// <paramref name="Added"/>.</param>
public sealed record NamedCase(
    string Name,
    Func<MLContext, IDataView> Data,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Added,
    Func<MLContext, Func<string, string>, IEstimator<ITransformer>> Estimator)
{
    /// <summary>Values of the added columns that may differ from memory to file.</summary>
    public double Tolerance { get; init; } = 1e-5;

    public override string ToString() => Name;
}
