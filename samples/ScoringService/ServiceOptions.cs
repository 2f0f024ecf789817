using System.ComponentModel.DataAnnotations;

namespace ScoringService;

/// <summary>The section <c>Scoring</c> of the configuration; as environment variables <c>Scoring__ApiKey</c> and so on.</summary>
internal sealed class ServiceOptions
{
    /// <summary>Folder of the model files; a file's name without <c>.zip</c> is the model's. Relative to the project. Default <c>models</c>.</summary>
    [Required]
    public string ModelFolder { get; set; } = "models";

    /// <summary>How often the folder is looked at. A file is loaded when it stayed the same from one look to the next. Default one second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>What clients must send as <c>X-Api-Key</c>. Default none: then this machine alone is answered.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Largest request body in bytes. Default 16 MiB.</summary>
    [Range(1, int.MaxValue)]
    public int MaxRequestBytes { get; set; } = 16 << 20;

    /// <summary>Most rows of a batch. Default 10 000.</summary>
    [Range(1, int.MaxValue)]
    public int MaxBatchRows { get; set; } = 10_000;

    /// <summary>Most requests in one second from one address. Default 1000.</summary>
    [Range(1, int.MaxValue)]
    public int RequestsPerSecond { get; set; } = 1000;

    /// <summary>The project that trains a first model where the folder is empty, relative to this one; empty for none.</summary>
    public string TrainingProject { get; set; } = "../ScoringService.Training";
}
