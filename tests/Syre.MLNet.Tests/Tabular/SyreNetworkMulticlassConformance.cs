using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Tabular;

/// <inheritdoc cref="SyreNetworkCases"/>
[TestClass]
public sealed class SyreNetworkMulticlassConformance : StrictTrainerConformance
{
    private static readonly TrainerCase s_case = SyreNetworkCases.Multiclass();

    protected override TrainerCase Trainer => s_case;

    [TestMethod]
    public void Classes_keep_their_names() => ContractChecks.ClassesKeepTheirNames(Trainer);
}
