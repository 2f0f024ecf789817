using System.Globalization;

namespace Syre.Studies;

/// <summary>What the command line says beside the study's name.</summary>
internal sealed record StudySettings
{
    /// <summary>How often each training is repeated, with seeds 1, 2, …; at least 1. Default 3.</summary>
    public int Seeds { get; private init; } = 3;

    /// <summary>
    /// A folder with further tables (in <c>tabular/NAME</c>), or null. Default: the environment variable <c>SYRE_DATA</c>.
    /// </summary>
    public string? Data { get; private init; } = Environment.GetEnvironmentVariable("SYRE_DATA") is { Length: > 0 } folder ? folder : null;

    /// <summary>Epochs of each training, at least 1. Default 256, the trainers'.</summary>
    public int Epochs { get; private init; } = 256;

    /// <summary>Most rows to train on, and most to hold out; at least 20. Default 4000.</summary>
    public int MaxRows { get; private init; } = 4000;

    /// <summary>Names of the only tables to take; empty (default) for all. For comparisons of options.</summary>
    public IReadOnlyList<string> Tables { get; private init; } = [];

    /// <summary>The file to write, or null (default) for standard output.</summary>
    public string? Out { get; private init; }

    /// <summary>Reads options that come as name and value.</summary>
    /// <exception cref="ArgumentException">An option is unknown or out of range; all that are, are listed.</exception>
    public static StudySettings Parse(string[] args)
    {
        var settings = new StudySettings();
        var problems = new List<string>();
        foreach (string[] pair in args.Chunk(2))
        {
            string value = pair.ElementAtOrDefault(1) ?? "";
            settings = pair[0] switch
            {
                "--seeds" => settings with { Seeds = Number(pair[0], value, 1) },
                "--epochs" => settings with { Epochs = Number(pair[0], value, 1) },
                "--max-rows" => settings with { MaxRows = Number(pair[0], value, 20) },
                "--tables" => settings with { Tables = value.Split(',', StringSplitOptions.RemoveEmptyEntries) },
                "--data" => settings with { Data = value },
                "--out" => settings with { Out = value },
                _ => Unknown(pair[0]),
            };
        }
        if (settings.Data is { } folder && !Directory.Exists(folder))
        {
            problems.Add(
                $"The data folder '{folder}' does not exist; leave --data and SYRE_DATA out to use the tables of the repository alone.");
        }
        if (problems.Count > 0)
            throw new ArgumentException(string.Join(Environment.NewLine, problems));
        return settings;

        int Number(string option, string text, int least)
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least)
                return number;
            problems.Add($"{option} is '{text}'; expected a whole number of at least {least}.");
            return least;
        }

        StudySettings Unknown(string option)
        {
            problems.Add($"{option} is unknown; expected --seeds, --data, --epochs, --max-rows, --tables or --out.");
            return settings;
        }
    }
}
