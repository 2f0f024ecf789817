using Microsoft.ML;
using Syre.MLNet.Tests.Conformance;
using Syre.MLNet.Tests.Diagnostics;

namespace Syre.MLNet.Tests.Encoders;

/// <summary>An autoencoder with its error as a column.</summary>
[TestClass]
public sealed class SyreEncoderConformance : EstimatorConformance
{
    internal static readonly EstimatorCase Features = EncoderCases.Case(EncoderCases.Options with { ReconstructionError = true });

    protected override EstimatorCase Case => Features;

    [TestMethod]
    public void Large_numbers_saturate_and_are_not_forgotten()
    {
        MagnitudeChecks.LargeNumbersSaturate(Magnitudes);
        MagnitudeChecks.LargeNumbersAreNotForgotten(Magnitudes);
    }

    [TestMethod]
    public void Extreme_numbers_train() => MagnitudeChecks.ExtremeNumbersTrain(Magnitudes);

    private static MagnitudeCase Magnitudes { get; } = new(
        ml => ml.Transforms.SyreEncoder(
            "Output", "Features", EncoderCases.Options with { Epochs = 2, ReconstructionError = true, Seed = 3 }),
        (ml, change) => ColumnData.View(
            ml, [.. ColumnData.Normal(40, 4).Select((row, index) => (float[])[change(index, row[0]), .. row[1..]])]),
        "Output", "Score", "Collapse")
    {
        ReloadTolerance = 1e-4,
    };
}
