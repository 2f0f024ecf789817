using CollapseLab.Arms;
using CollapseLab.Statistics;
using Syre.Cpu;

namespace CollapseLab.Experiments.Reparametrised;

/// <summary>E4: linear regression with weights that are products.</summary>
internal sealed class ReparametrisedExperiment : Experiment
{
    private const int Pairs = 64;
    private const double QuietRate = 0.002, QuietNoise = 0.5, LoudNoise = 3;
    private const string Decay = "Decay, little gradient noise", Noise = "Gradient noise, little decay";
    private const double Floor = 0.2;

    public override string Verb => "reparametrised";

    public override string Title => "Reparametrised linear regression: weights that are products";

    public override string Claim =>
        "Trained by SGD, y = Σ uᵢwᵢxᵢ collapses to low capacity (pairs at (0, 0)), with W-fix too, while syre stays away from it.";

    public override string Paper =>
        "A figure of three lines over training, vanilla, W-fix and syre, no figures given (arXiv 2408.15495, known through reviews; " +
        "whether vanilla has decay is unclear, so both are run).";

    public override string Setup =>
        $"""
        {Pairs} pairs, normal inputs, labels of a teacher whose weights v have sizes from 0.01 to 1, evenly on a logarithmic axis;
        SGD with one row a step, θ0 as a multiple of the initial deviation {Products.Deviation}. First a sweep of γ with learning rate
        {QuietRate} and labels with noise of deviation {QuietNoise}: decay kills a pair exactly where |v| < γ, so that a pair is *needed*
        where |v| > γ, and whether it lives is whether it says at least half of |v| − γ. Then a sweep of the learning rate at
        γ = 0.001 and noise {LoudNoise}, where pairs with |v| > {Floor} count as needed: the noise of the gradient alone draws
        pairs to (0, 0) (arXiv 2306.04251).
        """;

    public override int Version => 2;

    public override Arm Ours => Arm.Syre(0.01);

    public override IReadOnlyList<Arm> Arms { get; } =
    [
        Arm.None, Arm.Noise(0.1), Arm.Plain, Arm.L2Init, Arm.WFix, Arm.Syre(0.01), Arm.Syre(0.1), Arm.Syre(0.3), Arm.Syre(1),
        Arm.SyreAdvanced(0.1),
    ];

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("dead", $"share of pairs shorter than 1 % of their initial length") { IsCompared = true },
        new("capacity", "effective number of pairs, by their lengths", "0.0") { IsCompared = true },
        new("needed", "share of needed pairs that live"),
        new("useless", "error in pairs that are not needed, over that of zeros", "0.00"),
        new("risk", "error on new rows, less the noise", "0.000") { IsCompared = true, IsLogarithmic = true },
    ];

    public override string Axis => "γ, or the learning rate";

    public override IReadOnlyList<Setting> Settings(bool isQuick) =>
    [
        .. (isQuick ? (double[])[0.1] : [0.01, 0.03, 0.1, 0.3]).Select(gamma => new Setting($"γ {gamma}", gamma, Decay)),
        .. (isQuick ? (double[])[0.01] : [0.002, 0.005, 0.01]).Select(rate => new Setting($"rate {rate}", rate, Noise)),
    ];

    public override Measured Run(Trial trial)
    {
        bool isDecay = trial.Setting.Group == Decay;
        double gamma = isDecay ? trial.Setting.X : 0.001, rate = isDecay ? QuietRate : trial.Setting.X;
        double noise = isDecay ? QuietNoise : LoudNoise;
        int steps = (int)((trial.IsQuick ? 100 : 300) / rate);
        double[] teacher = [.. Enumerable.Range(0, Pairs).Select(i => (i % 2 == 0 ? 1 : -1) * Math.Pow(10, -2 + 2.0 * i / (Pairs - 1)))];
        var products = new Products(Pairs, trial.Arm, gamma, trial.Seed);
        const int block = 1024;
        float[] normal = new float[block * (Pairs + 1)];
        double[] x = new double[Pairs];
        for (int step = 0; step < steps; step++)
        {
            int at = step % block * (Pairs + 1);
            if (at == 0)
                new ElementRandom(trial.Seed, $"rows {step / block}").FillNormal(normal, 0, 1);
            double label = noise * normal[at + Pairs];
            for (int i = 0; i < Pairs; i++)
            {
                x[i] = normal[at + i];
                label += teacher[i] * x[i];
            }
            products.Step(x, label, rate);
        }
        return new Measured { Values = Values(products, teacher, isDecay ? gamma : Floor) };
    }

    public override Verdict Judge(Outcome outcome)
    {
        Setting noise = outcome.Of(Noise).Last(), decay = outcome.Of(Decay).MinBy(setting => Math.Abs(setting.X - 0.1))!;
        Estimate Risk(Setting setting, Arm arm) => outcome.Mean(setting, arm, "risk");
        string dead = string.Join(", ", new[] { Arm.None, Arm.Plain, Arm.WFix, Arm.L2Init, Ours }
            .Select(arm => $"{arm.Name} {outcome.Mean(noise, arm, "dead").Text("0.00")}"));
        string Useless(Arm arm) => outcome.Mean(decay, arm, "useless").Text("0.00");
        return Verdict.Of(
            $"""
            Dead pairs under gradient noise ({noise.Name}): {dead}, syre 1
            {outcome.Mean(noise, Arm.Syre(1), "dead").Text("0.00")}. Error on new rows there: plain decay
            {Risk(noise, Arm.Plain).Text("0.00")}, syre 0.01 {Risk(noise, Ours).Text("0.00")}, syre 1
            {Risk(noise, Arm.Syre(1)).Text("0.00")}.
            Under decay ({decay.Name}) there die: plain decay {outcome.Mean(decay, Arm.Plain, "dead").Text("0.00")}, syre 0.01
            {outcome.Mean(decay, Ours, "dead").Text("0.00")}, syre 1 {outcome.Mean(decay, Arm.Syre(1), "dead").Text("0.00")}; error in
            pairs that are not needed, over that of zeros: {Useless(Arm.Plain)}, {Useless(Ours)}, {Useless(Arm.Syre(1))}; on new rows less
            plain decay's {outcome.Difference(decay, Ours, Arm.Plain, "risk").SignedText("0.000")} and
            {outcome.Difference(decay, Arm.Syre(1), Arm.Plain, "risk").SignedText("0.000")}, L2 Init's
            {outcome.Difference(decay, Arm.L2Init, Arm.Plain, "risk").SignedText("0.000")}.
            """,
            outcome.Difference(noise, Arm.Plain, Ours, "dead").IsAbove(0),
            outcome.Difference(noise, Arm.WFix, Arm.Syre(1), "dead").IsAbove(0),
            outcome.Difference(noise, Arm.Plain, Ours, "risk").IsAbove(0));
    }

    /// <param name="products">The trained pairs.</param>
    /// <param name="teacher">The teacher's weights.</param>
    /// <param name="threshold">Above which size of the teacher's weight a pair is needed.</param>
    private static Dictionary<string, double> Values(Products products, double[] teacher, double threshold)
    {
        double[] found = products.Values, sizes = products.Sizes;
        double sum = sizes.Sum();
        (double Found, double Wanted)[] pairs = [.. found.Zip(teacher)];
        var values = new Dictionary<string, double>
        {
            ["dead"] = sizes.Count(size => size < 0.01 * Math.Sqrt(2) * Products.Deviation) / (double)sizes.Length,
            ["capacity"] = Math.Exp(-sizes.Where(size => size > 0).Sum(size => size / sum * Math.Log(size / sum))),
            ["risk"] = pairs.Sum(pair => (pair.Found - pair.Wanted) * (pair.Found - pair.Wanted)),
        };
        (double Found, double Wanted)[] needed = [.. pairs.Where(pair => Math.Abs(pair.Wanted) > threshold)];
        (double Found, double Wanted)[] others = [.. pairs.Where(pair => Math.Abs(pair.Wanted) <= threshold)];
        if (needed.Length > 0)
        {
            values["needed"] = needed.Average(pair =>
                pair.Found * Math.Sign(pair.Wanted) >= 0.5 * (Math.Abs(pair.Wanted) - threshold) ? 1.0 : 0);
        }
        if (others.Length > 0)
        {
            values["useless"] = others.Sum(pair => (pair.Found - pair.Wanted) * (pair.Found - pair.Wanted))
                / others.Sum(pair => pair.Wanted * pair.Wanted);
        }
        return values;
    }
}
