namespace Syre.MLNet.Tests.Conformance;

/// <summary>What the trainers of this library promise beyond ML.NET's own, which fail some of it.</summary>
public abstract class StrictTrainerConformance : TrainerConformance
{
    private MagnitudeCase Magnitudes => MagnitudeCase.Of(Trainer);

    [TestMethod]
    public void Large_numbers_saturate_and_are_not_forgotten()
    {
        MagnitudeCase @case = Magnitudes;
        MagnitudeChecks.LargeNumbersSaturate(@case);
        MagnitudeChecks.LargeNumbersAreNotForgotten(@case);
    }

    [TestMethod]
    public void Extreme_numbers_train() => MagnitudeChecks.ExtremeNumbersTrain(Magnitudes);

    [TestMethod]
    public void Weights_of_any_size_train() => MagnitudeChecks.WeightsOfAnySizeTrain(Trainer);

    [TestMethod]
    public void A_few_rows_that_weigh_something_train() => MagnitudeChecks.FewRowsWithAWeightTrain(Trainer);
}
