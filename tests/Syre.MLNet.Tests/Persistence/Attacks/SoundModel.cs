using System.Text.Json.Nodes;
using Syre.MLNet.Zip;

namespace Syre.MLNet.Tests.Persistence.Attacks;

/// <summary>A sound model file, taken apart to be spoiled in one place and packed again with right checksums.</summary>
internal sealed class SoundModel(byte[] file)
{
    /// <summary>The parts, without the list of their hashes.</summary>
    public IReadOnlyList<ZipPart> Parts { get; } = [.. ZipFileWriter.Read(file).Where(part => part.Name != HashList.EntryName)];

    /// <summary>The file itself.</summary>
    public byte[] File => file;

    /// <summary>The graph's entry.</summary>
    public ZipPart Graph => Parts.First(part => part.Name.EndsWith('/' + GraphEntry.Name, StringComparison.Ordinal));

    /// <summary>The file with one part changed.</summary>
    public byte[] WithPart(string name, Func<ZipPart, ZipPart> change) =>
        ZipFileWriter.Write(Parts.Select(part => part.Name == name ? change(part) : part));

    /// <summary>The file with another content of the graph's entry.</summary>
    public byte[] WithEntry(byte[] content) => WithPart(Graph.Name, part => part.With(content));

    /// <summary>The file with a changed graph, which says nothing of a seal.</summary>
    public byte[] WithModel(Action<Message> change)
    {
        Message model = Unsealed();
        change(model);
        return WithEntry(Entry(model.ToBytes()));
    }

    /// <summary>The file with a changed graph whose seal is left as it was.</summary>
    public byte[] WithSealedModel(Action<Message> change)
    {
        Message model = Message.Parse(Graph.Content[sizeof(int)..]);
        change(model);
        return WithEntry(Entry(model.ToBytes()));
    }

    /// <summary>The file with a change within the graph.</summary>
    public byte[] WithGraph(Action<Message> change) => WithModel(model => model.Change(7, change));

    /// <summary>The file with a change of one of the graph's metadata.</summary>
    public byte[] WithText(string key, Func<string, string> change) => WithModel(model => model.Change(14, entry =>
    {
        string text = entry.Text(2);
        entry.Remove(2).Add(2, change(text));
    }, entry => entry.Text(1) == key));

    /// <summary>The file with a change of what it says of the network.</summary>
    public byte[] WithDetails(Action<JsonNode> change) => WithJson("syre.model", change);

    /// <summary>The file with a change of its report.</summary>
    public byte[] WithReport(Action<JsonNode> change) => WithJson("syre.report", json => change(json["report"]!));

    /// <summary>A graph's entry: length and graph.</summary>
    public static byte[] Entry(byte[] model) => [.. BitConverter.GetBytes(model.Length), .. model];

    /// <summary>The model without its seal.</summary>
    public Message Unsealed()
    {
        Message model = Message.Parse(Graph.Content[sizeof(int)..]);
        model.Fields.RemoveAll(field => field.Number == 14 && Message.Parse(field.Content).Text(1) == "syre.sha256");
        return model;
    }

    private byte[] WithJson(string key, Action<JsonNode> change) => WithText(key, text =>
    {
        JsonNode json = JsonNode.Parse(text)!;
        change(json);
        return json.ToJsonString();
    });
}
