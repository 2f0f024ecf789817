using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Tabular;

/// <inheritdoc cref="SyreNetworkCases"/>
[TestClass]
public sealed class SyreNetworkBinaryVectorConformance : VectorConformance
{
    private static readonly EstimatorCase s_case = SyreNetworkCases.Binary().Alone;

    protected override EstimatorCase Case => s_case;
}
