using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Leaderboard.Runs;

/// <summary>The results so far, one a line, so that a run that is broken off loses nothing but itself.</summary>
internal sealed class ResultFile
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string _path;
    private readonly Dictionary<RunKey, RunResult> _results = [];

    /// <summary>Opens the file, or a new one. A line that was broken off is left out.</summary>
    public ResultFile(string path)
    {
        _path = path;
        if (!File.Exists(path))
            return;
        string text = File.ReadAllText(path);
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Read(line) is { } result)
                _results[result.Key] = result;
        }
        if (text.Length > 0 && text[^1] != '\n')
            File.AppendAllText(path, "\n");
    }

    public IReadOnlyCollection<RunResult> Results => _results.Values;

    /// <summary>The result of a run; null if it has not been done.</summary>
    public RunResult? Find(RunKey key) => _results.GetValueOrDefault(key);

    /// <summary>Adds a result, in place of an earlier one of the same run.</summary>
    public void Add(RunResult result)
    {
        _results[result.Key] = result;
        File.AppendAllText(_path, JsonSerializer.Serialize(result, s_json) + "\n");
    }

    private static RunResult? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<RunResult>(line, s_json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
