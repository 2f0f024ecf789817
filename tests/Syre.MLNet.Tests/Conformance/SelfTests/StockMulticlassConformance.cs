namespace Syre.MLNet.Tests.Conformance;

/// <summary>A stock trainer passes the kit: what it demands is what ML.NET does.</summary>
[TestClass]
public sealed class StockMulticlassConformance : TrainerConformance
{
    private static readonly TrainerCase s_case = Stock.Trainer(new MulticlassTask());

    protected override TrainerCase Trainer => s_case;

    [TestMethod]
    public void Classes_keep_their_names() => ContractChecks.ClassesKeepTheirNames(Trainer);
}
