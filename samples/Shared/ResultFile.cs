using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Samples.Shared;

/// <summary>The results so far, one a line, so that a run that is broken off loses nothing but itself.</summary>
/// <typeparam name="TKey">What makes a run the same as another.</typeparam>
/// <typeparam name="TResult">What came of a run.</typeparam>
internal sealed class ResultFile<TKey, TResult>
    where TKey : notnull
    where TResult : class
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string _path;
    private readonly Func<TResult, TKey> _key;
    private readonly Dictionary<TKey, TResult> _results = [];

    /// <summary>Opens the file, or a new one. A line that was broken off is left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The run that a result is of.</param>
    public ResultFile(string path, Func<TResult, TKey> key)
    {
        (_path, _key) = (path, key);
        if (!File.Exists(path))
            return;
        string text = File.ReadAllText(path);
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Read(line) is { } result)
                _results[key(result)] = result;
        }
        if (text.Length > 0 && text[^1] != '\n')
            File.AppendAllText(path, "\n");
    }

    public IReadOnlyCollection<TResult> Results => _results.Values;

    /// <summary>The result of a run; null if it has not been done.</summary>
    public TResult? Find(TKey key) => _results.GetValueOrDefault(key);

    /// <summary>Adds a result, in place of an earlier one of the same run.</summary>
    public void Add(TResult result)
    {
        _results[_key(result)] = result;
        File.AppendAllText(_path, JsonSerializer.Serialize(result, s_json) + "\n");
    }

    private static TResult? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<TResult>(line, s_json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
