using Syre.MLNet.Options;

namespace Syre.MLNet.Tests.Training;

[TestClass]
public sealed class SchedulesTests
{
    [TestMethod]
    [DataRow(LearningRateSchedule.Constant, 0.0, 1.0)]
    [DataRow(LearningRateSchedule.Constant, 1.0, 1.0)]
    [DataRow(LearningRateSchedule.Cosine, 0.0, 1.0)]
    [DataRow(LearningRateSchedule.Cosine, 0.5, 0.5)]
    [DataRow(LearningRateSchedule.Cosine, 1.0, 0.0)]
    [DataRow(LearningRateSchedule.FlatCosine, 0.49, 1.0)]
    [DataRow(LearningRateSchedule.FlatCosine, 0.75, 0.5)]
    [DataRow(LearningRateSchedule.FlatCosine, 1.0, 0.0)]
    [DataRow(LearningRateSchedule.CosineLog4, 0.0, 0.0)]
    [DataRow(LearningRateSchedule.CosineLog4, 1.0, 0.0)]
    public void Factor_has_the_value_of_its_formula(LearningRateSchedule schedule, double progress, double expected) =>
        Assert.AreEqual(expected, Schedules.Factor(schedule, progress), 1e-12);

    [TestMethod]
    public void CosineLog4_falls_to_zero_at_the_ends_of_four_waves_and_peaks_between_them()
    {
        for (int wave = 0; wave < 4; wave++)
        {
            Assert.AreEqual(0, Schedules.Factor(LearningRateSchedule.CosineLog4, (Math.Pow(2, wave) - 1) / 15), 1e-12);
            Assert.AreEqual(1, Schedules.Factor(LearningRateSchedule.CosineLog4, (Math.Pow(2, wave + 0.5) - 1) / 15), 1e-12);
        }
    }
}
