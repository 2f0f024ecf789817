using Microsoft.ML;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>A training that is called off goes on from its checkpoints, in a context of its own as in a process of its own.</summary>
public static class ResumeChecks
{
    /// <param name="name">Which estimator.</param>
    /// <param name="data">Its rows.</param>
    /// <param name="estimator">Makes it, for a folder of checkpoints or for none; of at least five epochs.</param>
    public static void InterruptedTrainingGoesOn(
        string name, Func<MLContext, IDataView> data, Func<MLContext, string?, IEstimator<ITransformer>> estimator)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("syre-resume-");
        try
        {
            var log = new List<string>();
            float[][] expected = Scores(null, _ => { });
            foreach (int epoch in (int[])[1, 3])
            {
                CancellationChecks.MustBeCancelled(() => Fit(folder.FullName, (ml, message) =>
                {
                    if (message.StartsWith($"Epoch {epoch}/", StringComparison.Ordinal))
                        ml.CancelExecution();
                }).Model, $"{name}, cancelled after epoch {epoch}");
            }
            float[][] found = Scores(folder.FullName, log.Add);
            Must.Hold(log.Exists(message => message.StartsWith("Training goes on after epoch 3,", StringComparison.Ordinal)),
                $"{name} did not go on after epoch 3: {string.Join('\n', log)}");
            Values.MustBeSame(expected, found, 0, $"{name}, scores of a training that was stopped twice");
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        float[][] Scores(string? directory, Action<string> log)
        {
            (ITransformer model, IDataView rows) = Fit(directory, (_, message) => log(message));
            using var owned = (IDisposable)model;
            return Values.Rows(model.Transform(rows), "Score");
        }

        (ITransformer Model, IDataView Rows) Fit(string? directory, Action<MLContext, string> log)
        {
            var ml = new MLContext(seed: 1);
            ml.Log += (_, e) => log(ml, e.RawMessage);
            IDataView rows = data(ml);
            return (estimator(ml, directory).Fit(rows), rows);
        }
    }
}
