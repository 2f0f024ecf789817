using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Inputs;
using Syre.MLNet.Runtime;
using Syre.MLNet.Tests.Conformance;
using Syre.MLNet.Tests.Diagnostics;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Encoders;

/// <summary>What is known of encoders, on rows that are made for it.</summary>
[TestClass]
public sealed class EncoderTheoryTests
{
    private static readonly SyreEncoderOptions s_options = EncoderCases.Options with
    {
        OutputColumnName = "Output",
        Seed = 2,
        Epochs = 60,
        HiddenLayers = [32],
    };

    [TestMethod]
    public void A_linear_autoencoder_spans_what_principal_components_do()
    {
        var ml = new MLContext(1);
        using SyreEncoderTransformer encoder = Fit(ml, Plane(300, noise: 0.1f), s_options with
        {
            HiddenLayers = [],
            Epochs = 150,
            Syre = new SyreOptions { Mode = DecayMode.None },
        });
        using var scope = NewDisposeScope();
        var rows = new FeatureRows(tensor(Plane(300, noise: 0.1f).SelectMany(row => row).ToArray(), [300, 6]));
        Tensor scaled = encoder.Model.ScoringNetwork.Preprocessed(rows)!;
        Tensor principal = linalg.svd(scaled - scaled.mean([0], keepdim: true)).Vh.narrow(0, 0, 2);
        // What the decoder can give is the span of its weights, [embedding, features].
        Tensor decoder = encoder.Model.ScoringNetwork.state_dict()["stage2.linear.weight"];
        Tensor span = linalg.qr(decoder.t()).Q;
        float[] cosines = HostValues.Copy<float>(linalg.svdvals(principal.mm(span)));
        Assert.IsGreaterThan(0.995f, cosines.Min(), $"cosines of the angles between both planes: {string.Join(", ", cosines)}");
    }

    [TestMethod]
    [DataRow(EncoderKind.Autoencoder)]
    [DataRow(EncoderKind.VariationalAutoencoder)]
    public void Rows_off_the_plane_that_was_learnt_have_larger_errors(EncoderKind kind)
    {
        var ml = new MLContext(1);
        using SyreEncoderTransformer encoder = Fit(
            ml, Plane(300, noise: 0.02f), s_options with { Kind = kind, ReconstructionError = true, Beta = 0.01 });
        double on = Errors(Plane(100, noise: 0.02f, seed: 2)), off = Errors(Plane(100, noise: 0.6f, seed: 3));
        Assert.IsGreaterThan(3 * on, off);

        double Errors(float[][] rows) => encoder.Transform(ColumnData.View(ml, rows)).GetColumn<float>("Score").Average();
    }

    [TestMethod]
    public void Latents_fall_to_the_prior_when_they_cost_too_much_and_are_told_as_collapsed()
    {
        var ml = new MLContext(1);
        using SyreEncoderTransformer cheap = Variational(0.01), dear = Variational(100);
        LatentReport active = cheap.Report.Latents!, collapsed = dear.Report.Latents!;
        Assert.AreEqual((2, 0), (active.ActiveUnits, collapsed.ActiveUnits));
        Assert.IsTrue(active.KullbackLeibler.All(nats => nats > 1), string.Join(", ", active.KullbackLeibler));
        Assert.IsTrue(collapsed.KullbackLeibler.All(nats => nats < 0.05), string.Join(", ", collapsed.KullbackLeibler));
        Assert.AreEqual(CollapseVerdict.Collapsed, dear.Report.Verdict);
        Assert.IsTrue(dear.Report.Findings.Any(finding => finding.Sentence.Contains("posterior collapse", StringComparison.Ordinal)));
        Assert.AreNotEqual(CollapseVerdict.Collapsed, cheap.Report.Verdict);

        SyreEncoderTransformer Variational(double beta) => Fit(
            ml, Plane(300, noise: 0.05f), s_options with { Kind = EncoderKind.VariationalAutoencoder, Beta = beta });
    }

    /// <summary>Two latents carry what there is; of six, four are not needed.</summary>
    [TestMethod]
    public void Latents_that_the_rows_do_not_need_are_inactive()
    {
        var ml = new MLContext(1);
        using SyreEncoderTransformer encoder = Fit(ml, Plane(400, noise: 0.02f), s_options with
        {
            Kind = EncoderKind.VariationalAutoencoder,
            EmbeddingSize = 6,
            Beta = 0.05,
            Epochs = 150,
        });
        Assert.AreEqual(2, encoder.Report.Latents!.ActiveUnits, string.Join(", ", encoder.Report.Latents.MeanVariance));
    }

    [TestMethod]
    public void A_contrastive_encoder_puts_rows_of_one_group_beside_each_other()
    {
        var ml = new MLContext(1);
        float[][] rows = Groups(240, out int[] groups);
        using SyreEncoderTransformer encoder = Fit(ml, rows, s_options with { Kind = EncoderKind.Contrastive, EmbeddingSize = 4 });
        float[][] embedded = Values.Rows(encoder.Transform(ColumnData.View(ml, rows)), ["Output"]);
        int right = Enumerable.Range(0, rows.Length).Count(row => groups[Nearest(embedded, row)] == groups[row]);
        Assert.IsGreaterThan(0.95 * rows.Length, right);
        Assert.IsLessThan(Math.Log(2 * 48 - 1), encoder.Summary.ValidationLoss!.Value);
    }

    [TestMethod]
    public void Augmentations_of_the_users_own_are_called_twice_a_step_and_refused_in_another_shape()
    {
        var ml = new MLContext(1);
        float[][] rows = Plane(64, noise: 0.1f);
        int calls = 0;
        SyreEncoderOptions options = s_options with
        {
            Kind = EncoderKind.Contrastive,
            Epochs = 1,
            ValidationFraction = 0,
            BatchSize = 16,
            Collapse = new() { Rows = 2 },
            Augment = batch =>
            {
                calls++;
                return batch.add(randn_like(batch), HeldScalar.One);
            },
        };
        using SyreEncoderTransformer one = Fit(ml, rows, options), again = Fit(ml, rows, options);
        Assert.AreEqual(2 * 2 * (4 + 1), calls);
        float[][] embedded = Values.Rows(one.Transform(ColumnData.View(ml, rows)), ["Output"]);
        Values.MustBeSame(embedded, Values.Rows(again.Transform(ColumnData.View(ml, rows)), ["Output"]), 0, "the same seed");
        var e = Assert.ThrowsExactly<InvalidOperationException>(
            () => Fit(ml, rows, options with { Augment = batch => batch.narrow(1, 0, 3).clone() }));
        Assert.Contains("Augment gave Float32 [16, 3] for rows Float32 [16, 6]", e.Message);
    }

    private static SyreEncoderTransformer Fit(MLContext ml, float[][] rows, SyreEncoderOptions options) =>
        ml.Transforms.SyreEncoder(options).Fit(ColumnData.View(ml, rows));

    /// <summary>Rows of six numbers near a plane, of two unlike widths.</summary>
    private static float[][] Plane(int count, float noise, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            float a = 1.5f * Normal(), b = 0.8f * Normal();
            return (float[])[.. new[] { a, b, a + b, a - b, -a, 0.5f * b }.Select(number => number + noise * Normal())];
        })];

        float Normal() => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
    }

    /// <summary>Rows of eight numbers about three centres.</summary>
    private static float[][] Groups(int count, out int[] groups)
    {
        var random = new Random(1);
        int[] of = groups = [.. Enumerable.Range(0, count).Select(row => row % 3)];
        return [.. of.Select(group => Enumerable.Range(0, 8)
            .Select(slot => ((slot + group) % 3 == 0 ? 2f : -1f) + random.NextSingle()).ToArray())];
    }

    private static int Nearest(float[][] rows, int row) => Enumerable.Range(0, rows.Length).Where(other => other != row)
        .MinBy(other => rows[other].Zip(rows[row], (a, b) => (a - b) * (a - b)).Sum());
}
