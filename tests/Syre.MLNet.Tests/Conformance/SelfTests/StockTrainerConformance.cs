namespace Syre.MLNet.Tests.Conformance;

/// <summary>ML.NET's own trainers pass the kit: what it demands is what they do.</summary>
[TestClass]
public sealed class StockBinaryConformance : TrainerConformance
{
    private static readonly TrainerCase s_case = Stock.Trainer(new BinaryTask());

    protected override TrainerCase Trainer => s_case;
}

[TestClass]
public sealed class StockMulticlassConformance : TrainerConformance
{
    private static readonly TrainerCase s_case = Stock.Trainer(new MulticlassTask());

    protected override TrainerCase Trainer => s_case;

    [TestMethod]
    public void Classes_keep_their_names() => ContractChecks.ClassesKeepTheirNames(Trainer);
}

[TestClass]
public sealed class StockRegressionConformance : TrainerConformance
{
    private static readonly TrainerCase s_case = Stock.Trainer(new RegressionTask());

    protected override TrainerCase Trainer => s_case;
}
