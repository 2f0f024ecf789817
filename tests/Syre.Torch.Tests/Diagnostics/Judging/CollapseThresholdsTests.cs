namespace Syre.Torch.Tests.Diagnostics.Judging;

[TestClass]
public sealed class CollapseThresholdsTests
{
    [TestMethod]
    public void Defaults_pass() => new CollapseThresholds().Validate();

    [TestMethod]
    public void One_message_lists_all_violations()
    {
        var thresholds = new CollapseThresholds
        {
            EffectiveRankRatio =
                0, ColumnRankShare = 1, TargetRankShare = double.NaN, DeadShare = -0.1, DuplicateShare = 2, LossReduction = 1,
            FittedLossReduction =
                0.9, ErrorExcess = 0, NeededCorrelation = 1, NeuralCollapseError = -1, RowsPerUnit = double.PositiveInfinity,
            InactiveLatentShare = 0, VanishingShare = 1, MirrorDistance = 0, ErrorIncrease = -0.1,
            NeuralCollapseVariability = 0,
        };
        string message = Assert.ThrowsExactly<ArgumentException>(thresholds.Validate).Message;
        foreach (string part in new[] { "16 violation", "EffectiveRankRatio is 0;", "TargetRankShare is NaN", "above LossReduction (1)" })
            StringAssert.Contains(message, part);
        Assert.ThrowsExactly<ArgumentException>(() => HandMade.Healthy.Judged(thresholds));
    }
}
