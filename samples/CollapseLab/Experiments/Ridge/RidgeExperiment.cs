using CollapseLab.Arms;
using CollapseLab.Engine;
using CollapseLab.Statistics;
using Syre.Cpu;

namespace CollapseLab.Experiments.Ridge;

/// <summary>E2 and T8: without symmetries there is nothing to remove, and syre moves the solution a little.</summary>
internal sealed class RidgeExperiment : Experiment
{
    private const int Rows = 200;
    private const double Noise = 0.5, Gamma = 0.05, LearningRate = 0.05;

    public override string Verb => "ridge";

    public override string Title => "Compatibility: ridge regression";

    public override string Claim =>
        "Where there are no symmetries syre is harmless: the solution of ridge regression moves by a term of γθ0 only, whatever the " +
        "input dimension.";

    public override string Paper =>
        "A figure over the input dimension that follows the predicted small shift; single runs, no error bars, no figures given " +
        "(arXiv 2408.15495, known through reviews).";

    public override string Setup =>
        $"""
        A linear network with bias on {Rows} rows of normal inputs, labels of a teacher of size 1 with noise of deviation {Noise}.
        Gradient descent on all rows until nothing moves, γ = {Gamma} (λ = 2γ), learning rate {LearningRate}, smaller where the
        dimension needs it. The prediction is (A + γ)⁻¹(b + γθ0), with A and b the second moments of the rows.
        """;

    public override Arm Ours => Arm.Syre(0.01);

    public override IReadOnlyList<Arm> Arms { get; } =
    [
        Arm.None, Arm.Noise(1), Arm.Plain, Arm.L2Init, Arm.Syre(0.01), Arm.Syre(0.1), Arm.Syre(1), Arm.Syre(2.4), Arm.SyreTheta(1),
    ];

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("risk", "error on new rows, less the noise", "0.0000") { IsCompared = true, IsLogarithmic = true },
        new("shift", "distance to the solution of plain decay, over its size", "0.00000") { IsLogarithmic = true },
        new("gap", "distance to the prediction, over its size", "0.0e+0") { IsLogarithmic = true },
    ];

    public override string Axis => "input dimension";

    public override int Seeds => 10;

    public override IReadOnlyList<Setting> Settings(bool isQuick) =>
        [.. (isQuick ? (int[])[10, 100] : [10, 30, 100, 300, 1000]).Select(inputs => new Setting($"{inputs} inputs", inputs))];

    public override Measured Run(Trial trial)
    {
        int inputs = (int)trial.Setting.X;
        float[] features = new float[Rows * inputs], teacher = new float[inputs], labels = new float[Rows];
        new ElementRandom(trial.Seed, "inputs").FillNormal(features, 0, 1);
        new ElementRandom(trial.Seed, "teacher").FillNormal(teacher, 0, 1 / Math.Sqrt(inputs));
        new ElementRandom(trial.Seed, "noise").FillNormal(labels, 0, Noise);
        for (int i = 0; i < features.Length; i++)
            labels[i / inputs] += features[i] * teacher[i % inputs];

        // The largest eigenvalue of A is near (1 + √(inputs/rows))²; the slowest direction without decay decides the number of steps.
        double largest = Math.Pow(1 + Math.Sqrt((double)inputs / Rows), 2);
        double learningRate = Math.Min(LearningRate, 0.5 / (largest + Gamma));
        int steps = (int)(12 / (learningRate * 2 * Gamma));
        using var network = new LabNetwork(
            new NetworkOptions
            {
                Widths = [inputs, 1],
                Arm = trial.Arm,
                Seed = trial.Seed,
                LearningRate = learningRate,
                Lambda = 2 * Gamma,
                Optimizer = OptimizerKind.Sgd,
                Loss = CpuLossKind.SquaredError,
            },
            Rows);
        using var rows = new CpuRows(features, inputs, labels);
        for (int step = 0; step < steps; step++)
            network.Step(rows, 0, Rows);

        double[] solution = [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray()).Select(value => (double)value)];
        var predicted = new RidgeSolution(features, labels, Gamma);
        double[] plain = predicted.For(new double[inputs + 1]);
        double risk = solution.Take(inputs).Zip(teacher, (w, t) => (w - t) * (w - t)).Sum() + solution[inputs] * solution[inputs];
        var values = new Dictionary<string, double> { ["risk"] = risk, ["shift"] = Distance(solution, plain) };
        if (network.Weights[0].Pull != PullKind.None)
        {
            double[] target = [.. network.Parameters.SelectMany(parameter => parameter.Target.ToArray()).Select(value => (double)value)];
            values["gap"] = Distance(solution, predicted.For(target));
        }
        return new Measured { Values = values };
    }

    public override Verdict Judge(Outcome outcome)
    {
        Setting[] settings = [.. outcome.Settings];
        Estimate[] lost = [.. settings.Select(setting => outcome.Difference(setting, Ours, Arm.Plain, "risk"))];
        double gap = settings.Max(setting => outcome.Experiment.Arms
            .Select(arm => outcome.Mean(setting, arm, "gap").Mean).Where(double.IsFinite).Max());
        double shift = settings.Max(setting => outcome.Mean(setting, Ours, "shift").Mean);
        double share = settings.Zip(lost, (setting, one) => Math.Abs(one.Mean) / outcome.Mean(setting, Arm.Plain, "risk").Mean).Max();
        Estimate large = outcome.Difference(settings[^1], Arm.Syre(2.4), Arm.Plain, "risk");
        return Verdict.Of(
            $"""
            Trained solutions lie within {gap:0.0e+0} of the predicted ones in every arm and dimension. At σ0 0.01 the solution moves by
            at most {shift:0.0e+0} of its size and the error on new rows changes by at most {share:0.00%} of itself; at σ0 2.4 with
            {settings[^1].Name} it changes by {large.SignedText("0.000")} of {outcome.Mean(settings[^1], Arm.Plain, "risk").Mean:0.000}.
            """,
            gap < 0.001,
            share < 0.01);
    }

    private static double Distance(double[] solution, double[] other) =>
        Math.Sqrt(solution.Zip(other, (a, b) => (a - b) * (a - b)).Sum() / other.Sum(b => b * b));
}
