using Microsoft.ML;
using Syre.MLNet.Inputs;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Fitting;

/// <summary>What a row of each class weighs in a training.</summary>
internal sealed class ClassWeighing
{
    /// <summary>Classes that a message lists.</summary>
    private const int Shown = 20;

    private readonly double[] _weights;

    private ClassWeighing(double[] weights) => _weights = weights;

    /// <summary>The weights that options ask for; null for none.</summary>
    /// <param name="weights">The options.</param>
    /// <param name="rows">The rows to train on.</param>
    /// <param name="label">Their label: a key or Boolean.</param>
    /// <exception cref="ArgumentException">A class that is given a weight is not among the label's.</exception>
    public static ClassWeighing? Create(ClassWeights weights, TrainingSet rows, DataViewSchema.Column label)
    {
        if (!weights.AreGiven)
            return null;
        string[] names = KeyNames.Classes(label);
        if (weights.ByClass is null)
            return new(Balanced(rows, names.Length));
        string[] unknown = [.. weights.ByClass.Keys.Except(names)];
        return unknown.Length == 0
            ? new([.. names.Select(name => weights.ByClass.TryGetValue(name, out double weight) ? weight : 1)])
            : throw new ArgumentException(
                $"{nameof(SyreTrainerOptions.ClassWeights)} has a weight for '{string.Join("', '", unknown)}', " +
                $"which is no class of label '{label.Name}'. " +
                $"Its classes are {string.Join(", ", names.Take(Shown))}{(names.Length > Shown ? ", …" : "")}.",
                nameof(SyreTrainerOptions.ClassWeights));
    }

    /// <summary>The rows with weights of mean 1.</summary>
    /// <exception cref="InvalidOperationException">All rows weigh nothing.</exception>
    public TrainingSet Apply(TrainingSet rows)
    {
        double[] all = [.. rows.Labels.Select((label, row) => _weights[(int)label] * (rows.Weights?[row] ?? 1))];
        double mean = all.Average();
        return mean > 0
            ? rows with { Weights = Array.ConvertAll(all, weight => (float)(weight / mean)) }
            : throw new InvalidOperationException(
                $"All rows have a weight of 0 by {nameof(SyreTrainerOptions.ClassWeights)}; give at least one class that occurs a weight " +
                "above 0.");
    }

    private static double[] Balanced(TrainingSet rows, int classes)
    {
        var sums = new double[classes];
        for (int row = 0; row < rows.Count; row++)
            sums[(int)rows.Labels[row]] += rows.Weights?[row] ?? 1;
        int occurring = sums.Count(sum => sum > 0);
        return Array.ConvertAll(sums, sum => sum > 0 ? sums.Sum() / (occurring * sum) : 0);
    }
}
