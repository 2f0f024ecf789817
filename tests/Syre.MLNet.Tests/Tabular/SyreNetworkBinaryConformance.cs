using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Tabular;

/// <inheritdoc cref="SyreNetworkCases"/>
[TestClass]
public sealed class SyreNetworkBinaryConformance : StrictTrainerConformance
{
    private static readonly TrainerCase s_case = SyreNetworkCases.Binary();

    protected override TrainerCase Trainer => s_case;
}
