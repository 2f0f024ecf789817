namespace Syre.MLNet.Tests.Engine;

/// <summary>The CPU engine computes the steps that autograd computes, of the product's own networks, up to rounding.</summary>
[TestClass]
public sealed class EngineStepTests
{
    /// <summary>Of three steps each.</summary>
    private const int Epochs = 7;

    public static IEnumerable<object[]> Cases => StepCase.All.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void One_step_and_twenty_give_the_gradients_parameters_and_losses_of_autograd(string name)
    {
        StepCase one = StepCase.All[name] with { Options = StepCase.All[name].Options with { BatchSize = 48 } };
        using (SteppedTraining engine = new(one, threads: 1), autograd = new(one, threads: null))
        {
            AreAlike(engine.Epoch(), autograd.Epoch(), 1e-5, "losses");
            AreAlike(engine.Moments(), autograd.Moments(), 1e-5, "gradient");
        }
        using (SteppedTraining engine = new(StepCase.All[name], threads: 2), autograd = new(StepCase.All[name], threads: null))
        {
            for (int epoch = 0; epoch < Epochs; epoch++)
                AreAlike(engine.Epoch(), autograd.Epoch(), 1e-4, $"losses of epoch {epoch}");
            AreAlike(engine.Moments(), autograd.Moments(), 1e-4, "moments");
            Dictionary<string, float[]> actual = engine.Values(), expected = autograd.Values();
            foreach ((string parameter, float[] start) in autograd.Start)
                AreAlike(Moved(actual[parameter], start), Moved(expected[parameter], start), 2e-3, parameter);
        }
    }

    [TestMethod]
    public void Cases_train_the_same_bits_only_where_they_mean_the_same()
    {
        // Else an option that reaches no step would be compared with itself.
        var trained = new Dictionary<string, string>();
        foreach ((string name, StepCase stepCase) in StepCase.All)
        {
            using var training = new SteppedTraining(stepCase, threads: 1);
            training.Epoch();
            training.Epoch();
            string bits = string.Join(' ', training.Values().SelectMany(pair => pair.Value).Select(BitConverter.SingleToInt32Bits));
            Assert.AreEqual(Meaning(name), trained.GetValueOrDefault(bits, Meaning(name)));
            Assert.AreEqual(trained.ContainsValue(Meaning(name)), trained.ContainsKey(bits), name);
            trained[bits] = Meaning(name);
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(null)]
    public void A_cancelled_context_ends_a_validation(int? threads)
    {
        using var training = new SteppedTraining(StepCase.All["binary"], threads);
        Assert.ThrowsExactly<OperationCanceledException>(training.EvaluateCancelled);
    }

    private static string Meaning(string name) => name.Replace("Regenerated", "Stored") switch
    {
        "clipped at 1000" => "multiclass",
        "None Stored, coupled True" => "None Stored, coupled False",
        var meaning => meaning,
    };

    private static float[] Moved(float[] values, float[] start) => [.. values.Zip(start, (value, first) => value - first)];

    private static void AreAlike(double[] actual, double[] expected, double tolerance, string what)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])), $"{what}, number {i}");
    }

    /// <summary>The length of the difference is a small share of the length.</summary>
    private static void AreAlike(float[] actual, float[] expected, double tolerance, string what)
    {
        double difference = Length(actual.Zip(expected, (one, other) => (double)one - other));
        double length = Length(expected.Select(value => (double)value));
        Assert.IsLessThanOrEqualTo(tolerance * length + 1e-9, difference, $"{what}: {difference} of {length}");

        static double Length(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));
    }
}
