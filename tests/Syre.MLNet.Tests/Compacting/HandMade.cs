using Syre.MLNet.Networks;
using Syre.Torch;

namespace Syre.MLNet.Tests.Compacting;

/// <summary>Puts units that can go into networks that were trained.</summary>
internal static class HandMade
{
    /// <summary>
    /// Of every hidden layer makes units 2, 3 and 7 copies of unit 1, and unit 5 a constant.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="unread">A unit that nobody is to read; null for none.</param>
    public static void Collapse(SyreNetworkModel model, int? unread = null)
    {
        foreach (TabularNetwork network in Networks(model))
        {
            Networks.Stages.Stage[] layers = [.. network.Stages.Select(named => named.Stage).Where(stage => stage.UnitCount is not null)];
            for (int at = 0; at < layers.Length - 1; at++)
            {
                UnitLayer units = layers[at].ToUnits("")!, readers = layers[at + 1].ToUnits("")!;
                foreach (int copy in new[] { 2, 3, 7 })
                {
                    units.Weights[1].CopyTo(units.Weights[copy], 0);
                    units.Biases[copy] = units.Biases[1];
                    units.Shares![copy] = units.Shares[1];
                }
                Array.Clear(units.Weights[5]);
                foreach (float[] weights in unread is null ? [] : readers.Weights)
                    weights[unread!.Value] = 0;
                layers[at].Set(units);
                layers[at + 1].Set(readers);
            }
        }
    }

    public static IEnumerable<TabularNetwork> Networks(SyreNetworkModel model) => model.ScoringNetwork is EnsembleNetwork ensemble
        ? ensemble.Members
        : [(TabularNetwork)model.ScoringNetwork];
}
