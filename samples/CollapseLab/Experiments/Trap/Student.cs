using CollapseLab.Engine;
using Syre.Cpu;

namespace CollapseLab.Experiments.Trap;

/// <summary>A two-layer ReLU network that learns what another one says of normal inputs.</summary>
internal static class Student
{
    public const int Inputs = 8, Rows = 256;
    public const double LearningRate = 0.05;

    /// <summary>Makes one.</summary>
    /// <param name="trial">Its arm and seed.</param>
    /// <param name="hidden">Its hidden units.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="start">Changes its initial weights.</param>
    public static LabNetwork Create(Trial trial, int hidden, double lambda, Action<string, Span<float>> start) => new(
        new NetworkOptions
        {
            Widths = [Inputs, hidden, 1],
            Arm = trial.Arm,
            Seed = trial.Seed,
            LearningRate = LearningRate,
            Lambda = lambda,
            Optimizer = OptimizerKind.Sgd,
            Loss = CpuLossKind.SquaredError,
            Start = start,
        },
        Rows);

    /// <summary>Normal inputs, and what a teacher of so many units says of them, with mean 0 and variance 1.</summary>
    public static (float[] Features, float[] Labels) Lessons(int seed, int teachers)
    {
        float[] features = new float[Rows * Inputs], directions = new float[Inputs * teachers], labels = new float[Rows];
        new ElementRandom(seed, "inputs").FillNormal(features, 0, 1);
        new ElementRandom(seed, "teacher").FillNormal(directions, 0, 1);
        for (int row = 0; row < Rows; row++)
        {
            for (int teacher = 0; teacher < teachers; teacher++)
            {
                float sum = 0;
                for (int i = 0; i < Inputs; i++)
                    sum += features[row * Inputs + i] * directions[teacher * Inputs + i];
                labels[row] += Math.Max(0, sum) * (teacher % 2 == 0 ? 1 : -1);
            }
        }
        float mean = labels.Average(), deviation = MathF.Sqrt(labels.Average(label => (label - mean) * (label - mean)));
        return (features, [.. labels.Select(label => (label - mean) / deviation)]);
    }
}
