using System.ComponentModel.DataAnnotations;
using System.Net;

namespace ScoringService;

/// <summary>The section <c>Scoring</c> of the configuration; as environment variables <c>Scoring__ApiKey</c> and so on.</summary>
internal sealed class ServiceOptions : IValidatableObject
{
    /// <summary>
    /// Folder of the model files; a file's name without <c>.zip</c> is the model's. Relative to the project. Default <c>models</c>.
    /// </summary>
    [Required]
    public string ModelFolder { get; set; } = "models";

    /// <summary>
    /// How often the folder is looked at. A file is loaded when it stayed the same from one look to the next. Default one second.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a file may take to load before it is refused. Default 30 seconds: models of some hundred megabytes take a few.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan LoadTimeLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Largest model file in bytes. Default 512 MiB.</summary>
    [Range(1, int.MaxValue)]
    public int MaxModelBytes { get; set; } = 512 << 20;

    /// <summary>
    /// Where the service makes its own folder for temporary files. Default the system's; a folder that other
    /// users cannot write to is better.
    /// </summary>
    public string? TempFolder { get; set; }

    /// <summary>What clients must send as <c>X-Api-Key</c>. Default none: then this machine alone is answered.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Addresses of the proxies in front of the service, separated by commas. Of these alone <c>X-Forwarded-For</c> is believed: the client
    /// whom it names is the one that is counted and that is this machine or not. Default none.
    /// </summary>
    public string? KnownProxies { get; set; }

    /// <summary>Largest request body in bytes. Default 16 MiB.</summary>
    [Range(1, int.MaxValue)]
    public int MaxRequestBytes { get; set; } = 16 << 20;

    /// <summary>
    /// Most bytes of one field of text, as the request has them. Default 64 KiB: some ten thousand words, which take tens of milliseconds
    /// to score. What a text costs grows with its length, and one request is not to keep a processor for seconds.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxTextBytes { get; set; } = 64 << 10;

    /// <summary>Most rows of a batch. Default 10 000.</summary>
    [Range(1, int.MaxValue)]
    public int MaxBatchRows { get; set; } = 10_000;

    /// <summary>Most requests in one second from one address. Default 1000.</summary>
    [Range(1, int.MaxValue)]
    public int RequestsPerSecond { get; set; } = 1000;

    /// <summary>The project that trains a first model where the folder is empty, relative to this one; empty for none.</summary>
    public string TrainingProject { get; set; } = "../ScoringService.Training";

    public IReadOnlyList<IPAddress> ProxyAddresses => [.. Proxies.Select(IPAddress.Parse)];

    private string[] Proxies => (KnownProxies ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (string proxy in Proxies)
        {
            if (!IPAddress.TryParse(proxy, out _))
                yield return new ValidationResult($"KnownProxies has '{proxy}', which is no IP address.", [nameof(KnownProxies)]);
        }
    }
}
