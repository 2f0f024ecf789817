using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Runtime;
using Syre.Onnx;
using static TorchSharp.torch;

namespace Syre.MLNet.Files;

/// <summary>
/// Whether a network made by what a file says of it gives what the file's graph gives: sizes that fit do not
/// tell one activation from another.
/// </summary>
internal static class RebuiltNetwork
{
    private const int Rows = 8;
    private const float Tolerance = 1e-3f;

    /// <summary>Runs both on a few rows.</summary>
    /// <param name="graph">The file's graph, whose weights the network has.</param>
    /// <param name="network">The network, in evaluation mode.</param>
    /// <exception cref="InvalidDataException">They differ, or the graph does not run.</exception>
    public static void Check(OnnxModel graph, ScoringNetwork network)
    {
        int width = checked((int)graph.Inputs[0].Shape[1].Size!.Value);
        int[] slots = network.Slots ?? [.. Enumerable.Range(0, width)];
        float[][] rows = Examples(network.Scales, slots.Length);
        float[] expected;
        try
        {
            expected = Run(graph, slots, width, rows);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InvalidDataException($"The model's graph does not run: {e.Message}", e);
        }
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        float[] found = HostValues.Copy<float>(
            network.Score(new FeatureRows { Dense = tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, slots.Length]) }));
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(found[i] - expected[i]) <= Tolerance * (1 + Math.Abs(expected[i]))) && float.IsFinite(expected[i]))
            {
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The network that the file describes is not the one in its graph: on a row of example numbers it gives {found[i]} " +
                    $"instead of {expected[i]}."));
            }
        }
    }

    /// <summary>Numbers about as large as those of the training, where the network tells.</summary>
    private static float[][] Examples(FeatureScale[]? scales, int features)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Rows).Select(_ => Enumerable.Range(0, features).Select(Example).ToArray())];

        float Example(int feature)
        {
            float number = (float)(4 * random.NextDouble() - 2);
            return scales?[feature] is not { } scale ? number : scale.Center + (scale.Factor == 0 ? 0 : number / scale.Factor);
        }
    }

    private static float[] Run(OnnxModel graph, int[] slots, int width, float[][] rows)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        using var session = new InferenceSession(graph.ToBytes(), options);
        using var run = new RunOptions();
        float[] input = new float[width];
        var all = new List<float>();
        foreach (float[] row in rows)
        {
            for (int i = 0; i < slots.Length; i++)
                input[slots[i]] = row[i];
            using OrtValue value = OrtValue.CreateTensorValueFromMemory(input, [1, width]);
            using var outputs = session.Run(run, [graph.Inputs[0].Name], [value], [graph.Outputs[0].Name]);
            all.AddRange(outputs[0].GetTensorDataAsSpan<float>());
        }
        return [.. all];
    }
}
