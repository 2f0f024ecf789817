using static TorchSharp.torch;

namespace Syre.Torch.Tests.Diagnostics.Measures;

/// <summary>NC1 to NC4 of last layers built to have known ones.</summary>
[TestClass]
public sealed class NeuralCollapseTests
{
    private const int Classes = 4, Width = 6;

    [NoTensorLeaks]
    public void A_simplex_has_collapsed_by_every_measure()
    {
        using var scope = NewDisposeScope();
        Tensor frame = Simplex();
        NeuralCollapse found = Measure((frame + 3).repeat(5, 1), frame, Labels(5), outputs: frame.mm(frame.t()).repeat(5, 1))!;
        Assert.AreEqual(0, found.WithinClassVariability, 1e-10);
        Assert.AreEqual(0, found.MeanNormSpread, 1e-6);
        Assert.AreEqual(0, found.WeightNormSpread!.Value, 1e-6);
        Assert.AreEqual(0, found.MeanAngleGap, 1e-6);
        Assert.AreEqual(0, found.SelfDuality!.Value, 1e-10);
        Assert.AreEqual(0, found.NearestMeanDisagreement);
        Assert.AreEqual(0, found.TrainingError);
    }

    [NoTensorLeaks]
    public void Spread_within_classes_is_weighed_by_the_spread_between()
    {
        using var scope = NewDisposeScope();
        // Each class mean ± 0.1 along each axis: S_W = 0.1²/6·I; the frame's vectors have norm r, so S_B is r²/3 in three directions.
        Tensor offsets = cat([eye(Width), -eye(Width)]) * 0.1;
        Tensor frame = Simplex(), rows = (frame.unsqueeze(0) + offsets.unsqueeze(1)).reshape(-1, Width);
        double squaredNorm = frame[0].square().sum().item<float>();
        NeuralCollapse found = Measure(rows, frame, Labels(2 * Width))!;
        Assert.AreEqual(0.01 / Width * 3 / (squaredNorm / 3) / Classes, found.WithinClassVariability, 1e-7);
    }

    [NoTensorLeaks]
    public void Wrong_rows_and_disagreements_are_counted()
    {
        using var scope = NewDisposeScope();
        Tensor frame = Simplex(), labels = tensor(new long[] { 0, 1, 2, 3, 0, 1, 2, 3 });
        // The network calls every row class 0.
        NeuralCollapse found = Measure(frame.repeat(2, 1), frame, labels, outputs: tensor(new[] { 1f, 0, 0, 0 }).repeat(8, 1))!;
        Assert.AreEqual(0.75, found.TrainingError);
        Assert.AreEqual(0.75, found.NearestMeanDisagreement);
    }

    [NoTensorLeaks]
    public void Norms_and_angles_are_those_of_the_definition()
    {
        using var scope = NewDisposeScope();
        // Three means (2, 0), (0, 1), (−2, −1), centred already.
        Tensor means = tensor(new[,] { { 2f, 0 }, { 0, 1 }, { -2, -1 } });
        NeuralCollapse found = Measure(means.repeat(2, 1), means, tensor(new long[] { 0, 1, 2, 0, 1, 2 }), classes: 3)!;
        double[] norms = [2, 1, Math.Sqrt(5)];
        double mean = norms.Average(), spread = Math.Sqrt(norms.Average(n => (n - mean) * (n - mean))) / mean;
        Assert.AreEqual(spread, found.MeanNormSpread, 1e-6);
        double[] cosines = [0, -4 / (2 * Math.Sqrt(5)), -1 / Math.Sqrt(5)];
        Assert.AreEqual(cosines.Average(c => Math.Abs(c + 0.5)), found.MeanAngleGap, 1e-6);
    }

    [NoTensorLeaks]
    public void Classes_without_rows_are_left_out_and_one_class_is_none()
    {
        using var scope = NewDisposeScope();
        Tensor frame = Simplex();
        NeuralCollapse found = Measure(frame.narrow(0, 0, 3), frame, tensor(new long[] { 0, 1, 2 }))!;
        Assert.IsNull(found.SelfDuality, "the classifier has more rows than there are means");
        Assert.IsNull(Measure(frame.narrow(0, 0, 1), frame, tensor(new long[] { 0 })));
        Assert.IsNull(Measure(ones(4, Width), frame, Labels(1)), "all means are one point");
    }

    [NoTensorLeaks]
    public void One_logit_decides_between_two_classes()
    {
        using var scope = NewDisposeScope();
        Tensor rows = tensor(new[,] { { 1f, 0 }, { 1, 0 }, { -1, 0 }, { -1, 0 } });
        NeuralCollapse found = Measure(
            rows, tensor(new[,] { { -1f, 0 } }), tensor(new long[] { 0, 0, 1, 0 }),
            outputs: tensor(new[,] { { -1f }, { -2 }, { 1 }, { 2 } }), classes: 2)!;
        Assert.AreEqual(0.25, found.TrainingError);
        Assert.AreEqual(0, found.NearestMeanDisagreement);
        Assert.IsNull(found.SelfDuality);
    }

    private static NeuralCollapse? Measure(Tensor rows, Tensor classifier, Tensor labels, Tensor? outputs = null, int classes = Classes)
    {
        using var probe = new CollapseProbe(
            [new ObservedLayer { Name = "last", Kind = "Linear", Width = (int)rows.shape[1], Outgoing = classifier }],
            new CollapseProbeOptions { Classes = classes });
        probe.Add(new Observation { Activations = [rows], Outputs = outputs ?? rows.mm(classifier.t()), Targets = labels });
        return probe.Report().NeuralCollapse;
    }

    private static Tensor Labels(int repeats) => arange(Classes, ScalarType.Int64).repeat(repeats);

    /// <summary>Four vectors of equal norm and equal angles, turned into six dimensions.</summary>
    private static Tensor Simplex() =>
        (eye(Classes) - 1.0 / Classes).mm(tensor(Matrices.Rotation(1, Width)).to(ScalarType.Float32).narrow(0, 0, Classes));
}
