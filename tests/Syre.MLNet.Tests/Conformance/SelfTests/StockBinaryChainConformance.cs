namespace Syre.MLNet.Tests.Conformance;

/// <summary>A stock estimator passes the part of the kit that is not about trainers.</summary>
[TestClass]
public sealed class StockBinaryChainConformance : EstimatorConformance
{
    private static readonly EstimatorCase s_case = Stock.Trainer(new BinaryTask()).InChain();

    protected override EstimatorCase Case => s_case;
}
