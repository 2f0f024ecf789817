using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Syre.Onnx;

namespace Syre.MLNet.Compacting;

/// <summary>Times graphs for one row in ONNX Runtime, on one thread, in turns.</summary>
internal static class GraphClock
{
    private const int Turns = 9, MostRuns = 50;
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(10);

    /// <summary>Microseconds of each graph: the median over all runs, which a busy machine interrupts now and then.</summary>
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
            List<double>[] times = [.. sessions.Select(_ => new List<double>())];
            for (int turn = 0; turn < Turns; turn++)
            {
                for (int i = 0; i < sessions.Length; i++)
                    Run(sessions[i], graphs[i], times[i]);
            }
            return [.. times.Select(each => each.Order().ElementAt(each.Count / 2))];
        }
        finally
        {
            foreach (InferenceSession? session in sessions)
                session?.Dispose();
        }
    }

    /// <summary>Adds the time of some runs.</summary>
    private static void Run(InferenceSession session, OnnxModel graph, List<double> times)
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
        var turn = Stopwatch.StartNew();
        for (int i = 0; i == 0 || (i < MostRuns && turn.Elapsed < s_turn); i++)
        {
            long start = Stopwatch.GetTimestamp();
            session.Run(run, inputs, rows, outputs).Dispose();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
    }
}
