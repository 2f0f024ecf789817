using Microsoft.ML;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>
/// Finite numbers of any size are numbers: they train, they score, and beyond what an estimator tells apart they saturate.
/// </summary>
public static class MagnitudeChecks
{
    private static readonly float[] s_sizes =
        [0, float.Epsilon, 1e-42f, 1e-38f, 1e-20f, 1e-3f, 1, 1e3f, 1e9f, 1e18f, 1e19f, 1e20f, 1e21f, 1e30f, 1e38f, float.MaxValue];

    /// <summary>Ways in which a feature can be at the end of a float's range.</summary>
    private static readonly (string Name, Func<int, float, float> Change)[] s_extremes =
    [
        ("values up to ±3e38", (_, value) => Math.Clamp(value * 1.5e38f, float.MinValue, float.MaxValue)),
        ("a sentinel of -3.4e38 in every fourth row", (row, value) => row % 4 == 0 ? float.MinValue : value),
        ("a sentinel of 3.4e38 in every tenth row", (row, value) => row % 10 == 0 ? float.MaxValue : value),
        ("both ends and nothing between", (row, _) => row % 2 == 0 ? float.MinValue : float.MaxValue),
        ("one value, the largest", (_, _) => float.MaxValue),
        ("values of 1e-42", (_, value) => value * 1e-42f),
        ("values of 1e-39", (_, value) => value * 1e-39f),
        ("one value, the smallest", (_, _) => float.Epsilon),
        ("the smallest value in every tenth row, else 0", (row, _) => row % 10 == 0 ? float.Epsilon : 0),
        ("1, and 1 more than that by rounding", (row, _) => row % 2 == 0 ? 1 : MathF.BitIncrement(1)),
    ];

    /// <summary>
    /// A number of any size scores as a number, the same in memory and from the file, and of the largest ones all score alike.
    /// </summary>
    public static void LargeNumbersSaturate(MagnitudeCase @case)
    {
        (MLContext ml, ITransformer model, ITransformer reloaded) = @case.Fitted;
        foreach (int sign in new[] { 1, -1 })
        {
            float[][]? limit = null;
            foreach (float size in s_sizes)
            {
                string what = $"{sign * size:r} in every row";
                float[][] scores = Scores(@case, ml, model, (_, _) => sign * size);
                MustBeNumbers(@case, scores, what);
                float[][] fromFile = Scores(@case, ml, reloaded, (_, _) => sign * size);
                Values.MustBeSame(scores, fromFile, @case.ReloadTolerance, $"{what}, from the file");
                if (size >= @case.SaturatedFrom)
                    Values.MustBeSame(limit ??= scores, scores, 0, $"{what}, and {@case.SaturatedFrom:r}");
            }
        }
    }

    /// <summary>The largest numbers are not taken for the middle ones.</summary>
    public static void LargeNumbersAreNotForgotten(MagnitudeCase @case)
    {
        (MLContext ml, ITransformer model, ITransformer reloaded) = @case.Fitted;
        foreach (ITransformer one in new[] { model, reloaded })
        {
            foreach (int sign in new[] { 1, -1 })
            {
                Values.MustBeSame(
                    Scores(@case, ml, one, (_, _) => sign * 1e9f), Scores(@case, ml, one, (_, _) => sign * float.MaxValue), 1e-4,
                    $"{sign} times the largest number, and {sign}e9");
            }
        }
    }

    /// <summary>Columns at both ends of a float's range train to a model that scores numbers, the same from its file.</summary>
    public static void ExtremeNumbersTrain(MagnitudeCase @case)
    {
        foreach ((string name, Func<int, float, float> change) in s_extremes)
        {
            (MLContext ml, ITransformer model, ITransformer reloaded) = Must.Succeed(() => @case.Fit(change), name);
            float[][] scores = Scores(@case, ml, model, change);
            MustBeNumbers(@case, scores, name);
            Values.MustBeSame(scores, Scores(@case, ml, reloaded, change), @case.ReloadTolerance, $"{name}, from the file");
            Scores(@case, ml, model, (_, value) => value);
            (model as IDisposable)?.Dispose();
        }
    }

    /// <summary>Weights count by their ratios, whatever their size.</summary>
    public static void WeightsOfAnySizeTrain(TrainerCase @case)
    {
        float[][]? expected = null;
        foreach (float unit in new[] { 1, 1e37f, 1e-37f })
        {
            var ml = new MLContext(seed: 1);
            IDataView data = @case.Task.Data(ml, edit: examples => examples.Select(example =>
            {
                example.Weight = (example.Weight > 1 ? 8 : 1) * unit;
                return example;
            }));
            ITransformer model = @case.Trainer(ml, new TrainerColumns(Weight: "Weight")).Fit(data);
            float[][] scores = TrainingChecks.Scores(@case, model, data);
            Values.MustBeSame(expected ??= scores, scores, 1e-3, $"weights of 8 and 1 times {unit:r}");
        }
    }

    /// <summary>Whichever rows are held back: by those that weigh nothing no epoch can be judged.</summary>
    public static void FewRowsWithAWeightTrain(TrainerCase @case)
    {
        for (int seed = 1; seed <= 3; seed++)
        {
            var ml = new MLContext(seed);
            IDataView data = @case.Task.Data(ml, edit: examples => examples.Select((example, row) =>
            {
                example.Weight = row < 3 ? 1 : 0;
                return example;
            }));
            string what = $"3 of 240 rows weigh something, seed {seed}";
            ITransformer model = Must.Succeed(() => @case.Trainer(ml, new TrainerColumns(Weight: "Weight")).Fit(data), what);
            Must.Hold(
                TrainingChecks.Scores(@case, model, data).SelectMany(row => row).All(float.IsFinite), $"{what}: a score is no number");
        }
    }

    private static float[][] Scores(MagnitudeCase @case, MLContext ml, ITransformer model, Func<int, float, float> change) =>
        Values.Rows(model.Transform(@case.Data(ml, change)), @case.Columns);

    /// <summary>What is a number of ordinary rows is one of all others.</summary>
    private static void MustBeNumbers(MagnitudeCase @case, float[][] scores, string what)
    {
        (MLContext ml, ITransformer model, _) = @case.Fitted;
        float[] ordinary = Scores(@case, ml, model, (_, value) => value)[0];
        for (int row = 0; row < scores.Length; row++)
        {
            for (int number = 0; number < ordinary.Length; number++)
            {
                Must.Hold(
                    float.IsNaN(ordinary[number]) || float.IsFinite(scores[row][number]),
                    $"{what}: number {number} of row {row} is {scores[row][number]}");
            }
        }
    }
}
