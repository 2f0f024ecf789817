namespace Syre.MLNet.Tests.Conformance;

/// <summary>A stock estimator passes the part of the kit that is not about trainers.</summary>
[TestClass]
public sealed class StockTextChainConformance : EstimatorConformance
{
    private static readonly EstimatorCase s_case = Stock.Trainer(new BinaryTask()).AfterText();

    protected override EstimatorCase Case => s_case;
}
