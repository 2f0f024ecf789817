using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Tabular;

/// <inheritdoc cref="SyreNetworkCases"/>
[TestClass]
public sealed class SyreNetworkMulticlassVectorConformance : VectorConformance
{
    private static readonly EstimatorCase s_case = SyreNetworkCases.Multiclass().Alone;

    protected override EstimatorCase Case => s_case;
}
