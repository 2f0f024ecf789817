using CsCheck;

namespace Syre.Torch.Tests.Diagnostics.Judging;

[TestClass]
public sealed class CollapseJudgeOrderTests
{
    /// <summary>Ways to worsen one measure, by a share from 0 to 1.</summary>
    private static readonly Func<State, double, State>[] s_worsenings =
    [
        (state, by) => state with { LostRank = state.LostRank + by * (40 - state.LostRank) },
        (state, by) => state with { Dead = state.Dead + (int)(by * (60 - state.Dead)) },
        (state, by) => state with { Twins = state.Twins + (int)(by * (60 - state.Twins)) },
        (state, by) => state with { Vanishing = state.Vanishing + (int)(by * (64 - state.Vanishing)) },
        (state, by) => state with { Loss = state.Loss + by },
        (state, by) => state with { Excess = state.Excess + by },
        (state, by) => state with { TrainingError = state.TrainingError + by },
        (state, _) => state with { IsMissed = true },
        (state, _) => state with { IsCopied = true },
    ];

    /// <summary>Everything that the verdict depends on; each number is worse the higher it is.</summary>
    private sealed record State
    {
        public double LostRank { get; init; }

        public int Dead { get; init; }

        public int Twins { get; init; }

        public int Vanishing { get; init; }

        public double? Loss { get; init; }

        public double? Excess { get; init; }

        public double? TrainingError { get; init; }

        public bool IsMissed { get; init; }

        public bool IsCopied { get; init; }

        public bool IsLast { get; init; }

        public CollapseVerdict Verdict(int classes)
        {
            LayerReport layer = HandMade.Layer("layer", rank: 40 - LostRank, dead: Dead, twins: Twins);
            layer = layer with
            {
                Measured = layer.Measured with
                {
                    Units = layer.Measured.Units with { Vanishing = [.. Enumerable.Range(0, Vanishing)] },
                    Mirrors = HandMade.Mirrors(IsCopied ? 0 : 0.5),
                },
            };
            LayerReport other = HandMade.Layer("other");
            return (HandMade.Healthy with
            {
                Classes = classes,
                Layers = IsLast ? [other, layer] : [layer, other],
                Evidence = new()
                {
                    Loss = Loss, ConstantLoss = 1,
                    ValidationError = 1 + Excess, ReferenceError = 1, ErrorUncertainty = 0.1,
                },
                NeuralCollapse = TrainingError is { } error ? HandMade.NeuralCollapse(error) : null,
                IgnoredFeatures = IsMissed ? [HandMade.Ignored(true)] : [],
            }).WithStaticBias().Judged().Verdict;
        }
    }

    [TestMethod]
    public void A_measure_that_gets_worse_never_lowers_the_verdict()
    {
        Gen<int> few = Gen.OneOf(Gen.Int[0, 60], Gen.Int[0, 6], Gen.Int[50, 60]);
        Gen<State> states =
            from counts in Gen.Select(Gen.OneOf(Gen.Double[0, 40], Gen.Double[30, 40]), few, few, few)
            from evidence in Gen.Select(
                Gen.Double[0, 1.2].Nullable(0.5), Gen.Double[-1, 1].Nullable(0.5), Gen.Double[0, 0.1].Nullable(0.5))
            from signs in Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool)
            select new State
            {
                LostRank = counts.Item1, Dead = counts.Item2, Twins = counts.Item3, Vanishing = counts.Item4,
                Loss = evidence.Item1, Excess = evidence.Item2, TrainingError = evidence.Item3,
                IsMissed = signs.Item1, IsCopied = signs.Item2, IsLast = signs.Item3,
            };
        Gen.Select(states, Gen.Int[2, 20], Gen.Int[0, s_worsenings.Length - 1], Gen.Double.Unit).Sample(
            (state, classes, measure, by) => s_worsenings[measure](state, by).Verdict(classes) >= state.Verdict(classes), iter: 200_000);
    }
}
