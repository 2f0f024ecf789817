using CsCheck;

namespace Syre.Torch.Tests.Diagnostics;

[TestClass]
public sealed class CollapseJudgeOrderTests
{
    /// <summary>Everything that the verdict depends on; each number is worse the higher it is.</summary>
    private sealed record State(double LostRank, int Dead, int Twins, double? Loss, double? Excess, bool IsMissed, double? TrainingError, bool IsLast,
        int Vanishing, bool IsCopied)
    {
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
            return new CollapseReport
            {
                Name = "network",
                Rows = 1000,
                Classes = classes,
                Layers = IsLast ? [other, layer] : [layer, other],
                Evidence = new() { Loss = Loss, ConstantLoss = 1, ValidationError = 1 + Excess, ReferenceError = 1, ErrorUncertainty = 0.1, StaticBiasScale = 0.01 },
                NeuralCollapse = TrainingError is { } error ? HandMade.NeuralCollapse(error) : null,
                IgnoredFeatures = IsMissed ? [HandMade.Ignored(true)] : [],
            }.Judged().Verdict;
        }
    }

    [TestMethod]
    public void A_measure_that_gets_worse_never_lowers_the_verdict()
    {
        Gen<State> states = Gen.Select(Gen.Double[0, 40], Gen.Int[0, 60], Gen.Int[0, 60], Gen.Double[0, 1.2].Nullable(), Gen.Double[-1, 1].Nullable(),
            Gen.Bool, Gen.Double[0, 0.1].Nullable(), Gen.Select(Gen.Bool, Gen.Int[0, 64], Gen.Bool), (a, b, c, d, e, f, g, h) => new State(a, b, c, d, e, f, g, h.Item1, h.Item2, h.Item3));
        Gen.Select(states, Gen.Int[2, 20], Gen.Int[0, 8], Gen.Double.Unit).Sample((state, classes, measure, by) =>
        {
            State worse = measure switch
            {
                0 => state with { LostRank = state.LostRank + by * (40 - state.LostRank) },
                1 => state with { Dead = state.Dead + (int)(by * (60 - state.Dead)) },
                2 => state with { Twins = state.Twins + (int)(by * (60 - state.Twins)) },
                3 => state with { Loss = state.Loss + by },
                4 => state with { Excess = state.Excess + by },
                7 => state with { Vanishing = state.Vanishing + (int)(by * (64 - state.Vanishing)) },
                8 => state with { IsCopied = true },
                5 => state with { IsMissed = true },
                _ => state with { TrainingError = state.TrainingError + by },
            };
            return worse.Verdict(classes) >= state.Verdict(classes);
        }, iter: 20_000);
    }
}
