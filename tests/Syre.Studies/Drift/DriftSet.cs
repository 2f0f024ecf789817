using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet;
using Syre.Torch;

namespace Syre.Studies.Drift;

/// <summary>A set of rows, split, trained on and scored.</summary>
/// <param name="Name">The set.</param>
/// <param name="Trainer">What learns it.</param>
internal abstract record DriftSet(string Name, string Trainer)
{
    /// <summary>Column of the per-row diagnostics.</summary>
    private const string Column = "Collapse";

    /// <summary>
    /// Trains on some rows and scores the rest and its changed copies, in memory and from the file; null if the data are not here.
    /// </summary>
    public DriftCase? Measure(StudySettings settings, int seed)
    {
        var mlContext = new MLContext(seed);
        if (Split(mlContext, settings, seed) is not { } split)
            return null;
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.zip");
        ITransformer model = Fit(mlContext, split.Training, settings, seed);
        try
        {
            mlContext.Model.Save(model, split.Training.Schema, path);
            ITransformer read = mlContext.Model.Load(path, out _);
            var result = new DriftCase(
                this,
                ReportOf(model),
                SyreModelFile.ReadReport(path),
                Rows(model, split.Rest),
                Rows(read, split.Rest),
                split.Changed.ToDictionary(changed => changed.Key, changed => Rows(read, changed.Value)));
            (read as IDisposable)?.Dispose();
            return result;
        }
        finally
        {
            (model as IDisposable)?.Dispose();
            File.Delete(path);
        }
    }

    /// <summary>Rows to train on, the rest, and copies of the rest that are another source; null if the data are not here.</summary>
    protected abstract DriftSplit? Split(MLContext mlContext, StudySettings settings, int seed);

    protected abstract ITransformer Fit(MLContext mlContext, IDataView training, StudySettings settings, int seed);

    /// <summary>The report in memory.</summary>
    protected abstract CollapseReport ReportOf(ITransformer model);

    private static float[][] Rows(ITransformer model, IDataView rows) => [.. model.Transform(rows).GetColumn<float[]>(Column)];
}

/// <summary>Rows of one set.</summary>
/// <param name="Training">Rows to train on.</param>
/// <param name="Rest">Other rows of the same source.</param>
/// <param name="Changed">Rows of other sources, by what is changed.</param>
internal sealed record DriftSplit(IDataView Training, IDataView Rest, IReadOnlyDictionary<string, IDataView> Changed);

/// <summary>A trained model's reports, and the diagnostics of rows that it did not learn.</summary>
/// <param name="Set">The set.</param>
/// <param name="Memory">The report of the model in memory.</param>
/// <param name="File">That of its file.</param>
/// <param name="MemoryRows">Diagnostics of rows of the same source, by the model in memory.</param>
/// <param name="FileRows">By that of the file.</param>
/// <param name="Changed">Diagnostics of rows of other sources, by that of the file.</param>
internal sealed record DriftCase(
    DriftSet Set,
    CollapseReport Memory,
    CollapseReport File,
    float[][] MemoryRows,
    float[][] FileRows,
    IReadOnlyDictionary<string, float[][]> Changed);
