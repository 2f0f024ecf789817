using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Tabular;

/// <inheritdoc cref="SyreNetworkCases"/>
[TestClass]
public sealed class SyreNetworkTextChainConformance : EstimatorConformance
{
    private static readonly EstimatorCase s_case = SyreNetworkCases.Binary().AfterText();

    protected override EstimatorCase Case => s_case;
}
