using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Syre.Onnx;

namespace Syre.MLNet.Compacting;

/// <summary>Times graphs for one row in ONNX Runtime, on one thread, in turns.</summary>
internal static class GraphClock
{
    private const int Turns = 9, MostRuns = 50;
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(10);

    /// <summary>Microseconds of each graph: the median over the turns.</summary>
    public static double[] Microseconds(params IReadOnlyList<OnnxModel> graphs)
    {
        var sessions = new InferenceSession[graphs.Count];
        try
        {
            using var options = new SessionOptions
            {
                IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            };
            for (int i = 0; i < sessions.Length; i++)
                sessions[i] = new InferenceSession(graphs[i].ToBytes(), options);
            var times = new double[sessions.Length][];
            for (int i = 0; i < sessions.Length; i++)
                times[i] = new double[Turns];
            // The turn before the first warms up.
            for (int turn = -1; turn < Turns; turn++)
            {
                for (int i = 0; i < sessions.Length; i++)
                {
                    double time = Time(sessions[i], graphs[i]);
                    if (turn >= 0)
                        times[i][turn] = time;
                }
            }
            return [.. times.Select(each => each.Order().ElementAt(Turns / 2))];
        }
        finally
        {
            foreach (InferenceSession? session in sessions)
                session?.Dispose();
        }
    }

    private static double Time(InferenceSession session, OnnxModel graph)
    {
        long width = graph.Inputs[0].Shape[1].Size!.Value;
        var features = new float[width];
        var random = new Random(1);
        for (int i = 0; i < features.Length; i++)
            features[i] = (float)(2 * random.NextDouble() - 1);
        using OrtValue row = OrtValue.CreateTensorValueFromMemory(features, [1, width]);
        using var run = new RunOptions();
        string[] inputs = [graph.Inputs[0].Name], outputs = [graph.Outputs[0].Name];
        OrtValue[] rows = [row];
        var clock = Stopwatch.StartNew();
        int runs = 0;
        while (runs == 0 || (runs < MostRuns && clock.Elapsed < s_turn))
        {
            session.Run(run, inputs, rows, outputs).Dispose();
            runs++;
        }
        return clock.Elapsed.TotalMicroseconds / runs;
    }
}
