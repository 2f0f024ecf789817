using CollapseLab.Engine;
using Syre.Cpu;

namespace CollapseLab.Experiments.Trap;

/// <summary>A student of one unit, which is dead on all rows.</summary>
internal static class DeadUnit
{
    /// <summary>So far below zero that no row lifts it above.</summary>
    private const float Bias = -4;

    /// <param name="trial">Its X is lr·λ·steps.</param>
    /// <param name="isBorn">Whether the initial weights are dead; otherwise they die before the first step.</param>
    public static Measured Run(Trial trial, bool isBorn)
    {
        int steps = trial.IsQuick ? 4000 : 20000;
        double lambda = trial.Setting.X / (Student.LearningRate * steps);
        (float[] features, float[] labels) = Student.Lessons(trial.Seed, 1);
        using LabNetwork network = Student.Create(trial, 1, lambda, (name, values) =>
        {
            if (isBorn && name == "layers.0.bias")
                values[0] = Bias;
        });
        if (!isBorn)
        {
            network.Biases[0].Values[0] = Bias;
            network.Changed();
        }
        using var rows = new CpuRows(features, Student.Inputs, labels);
        var values = new Dictionary<string, double>();
        for (int step = 1; step <= steps; step++)
        {
            values["loss"] = network.Step(rows, 0, Student.Rows);
            if (step % (steps / 200) == 0 && !values.ContainsKey("time") && network.DeadShare(features) == 0)
                values["time"] = Student.LearningRate * lambda * step;
        }
        values["revived"] = 1 - network.DeadShare(features);
        return new Measured { Values = values };
    }
}
