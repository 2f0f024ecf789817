namespace Syre.MLNet.Tests.Conformance;

/// <summary>A stock trainer passes the kit: what it demands is what ML.NET does.</summary>
[TestClass]
public sealed class StockRegressionConformance : TrainerConformance
{
    private static readonly TrainerCase s_case = Stock.Trainer(new RegressionTask());

    protected override TrainerCase Trainer => s_case;
}
