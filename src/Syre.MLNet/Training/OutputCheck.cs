using System.Globalization;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using static TorchSharp.torch;

namespace Syre.MLNet.Training;

/// <summary>Sees to it before the first epoch that a user's own network gives numbers, where ours is sure to.</summary>
internal static class OutputCheck
{
    private const int BlockRows = 8192;

    /// <summary>Runs all rows once.</summary>
    /// <param name="network">The network, before training.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="names">What to call the features.</param>
    /// <param name="cancellation">Asked at every batch.</param>
    /// <exception cref="InvalidOperationException">An output is not a finite number; the message names row, column and slot.</exception>
    public static void RequireFinite(ScoringNetwork network, LabelledRows rows, FeatureNames names, Cancellation cancellation)
    {
        network.eval();
        using var _ = no_grad();
        for (int start = 0; start < rows.Count; start += BlockRows)
        {
            cancellation.CheckContext();
            using var scope = NewDisposeScope();
            float[] outputs = HostValues.Copy<float>(network.Forward(rows.Batch(start, Math.Min(BlockRows, rows.Count - start)).Inputs));
            int at = Array.FindIndex(outputs, output => !float.IsFinite(output));
            if (at >= 0)
                throw Refused(rows, start + at / network.Outputs, outputs[at], names, network.Scales is not null);
        }
    }

    private static InvalidOperationException Refused(LabelledRows rows, int row, float output, FeatureNames names, bool scaled)
    {
        using var scope = NewDisposeScope();
        FeatureRows features = rows.Batch(row, 1).Inputs[0];
        float[] values = HostValues.Copy<float>(features.Dense ?? features.Values!);
        int at = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (Math.Abs(values[i]) > Math.Abs(values[at]))
                at = i;
        }

        string largest = "which has no feature that differs from 0";
        if (values.Length > 0)
        {
            int feature = features.Dense is null ? (int)HostValues.Copy<long>(features.Indices!)[at] : at;
            largest = $"whose largest feature is {values[at].ToString("g4", CultureInfo.InvariantCulture)} in {names[feature]}";
        }
        return new InvalidOperationException(
            $"Before training, the network made by {nameof(SyreNetworkOptions.Network)} gives " +
            $"{output.ToString(CultureInfo.InvariantCulture)} for row {rows.Order.Rows[row]} of those without a missing value, " +
            $"{largest}. " + (scaled
                ? "Features are scaled to (−3, 3) before they reach it: one of its own layers makes such a number. Change that layer."
                : $"Set {nameof(SyreNetworkOptions.ScaleFeatures)} = true, or change the layer that makes such a number."));
    }
}
