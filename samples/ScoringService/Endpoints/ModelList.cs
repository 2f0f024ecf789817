using ScoringService.Models;

namespace ScoringService.Endpoints;

/// <summary>The models in short.</summary>
/// <param name="Models">Those in service.</param>
/// <param name="Refused">The last file refused since, by the model's name.</param>
internal sealed record ModelList(IReadOnlyList<ModelLine> Models, IReadOnlyDictionary<string, Refusal> Refused)
{
    /// <summary>The list of the present.</summary>
    public static ModelList Of(ModelStore store) => new([.. store.All.Select(ModelLine.Of)], store.Refusals);
}

/// <summary>One model in short.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">A short hash of its file.</param>
/// <param name="LoadedAt">Since when it is in service.</param>
/// <param name="Task"><c>binary</c>, <c>multiclass</c> or <c>regression</c>; null for models of other makers.</param>
/// <param name="Verdict">The gravest verdict of its collapse reports; null where there are none.</param>
internal sealed record ModelLine(string Name, string Version, DateTimeOffset LoadedAt, string? Task, string? Verdict)
{
    public static ModelLine Of(ServedModel model) => new(
        model.Name,
        model.Version,
        model.LoadedAt,
        model.File.Task,
        model.File.Verdict);
}
