using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Tabular;

/// <inheritdoc cref="SyreNetworkCases"/>
[TestClass]
public sealed class SyreNetworkRegressionChainConformance : EstimatorConformance
{
    private static readonly EstimatorCase s_case = SyreNetworkCases.Regression().InChain();

    protected override EstimatorCase Case => s_case;
}
