using System.Text;

namespace Syre.MLNet.Tests.Persistence.Attacks;

/// <summary>
/// Graphs that announce more than they hold, lead out of the file, or have what a network of this library never has; in zips without fault.
/// </summary>
internal static class GraphAttacks
{
    public static IEnumerable<Attack> All(SoundModel sound)
    {
        byte[] content = sound.Graph.Content, model = sound.Unsealed().ToBytes();
        yield return new(
            "graph-length-2gb", "announces a graph of 2147483647 bytes", sound.WithEntry([0xFF, 0xFF, 0xFF, 0x7F, .. content[4..]]));
        yield return new(
            "graph-length-negative", "announces a graph of -1 bytes", sound.WithEntry([0xFF, 0xFF, 0xFF, 0xFF, .. content[4..]]));
        yield return new("graph-length-short", "announces a graph of 1 bytes", sound.WithEntry([1, 0, 0, 0, .. content[4..]]));
        yield return new("graph-missing", "fewer than the length of a graph", sound.WithEntry([1, 2]));
        yield return new("graph-empty", "no IR version or no graph", sound.WithEntry([0, 0, 0, 0]));
        yield return new(
            "graph-text", "The ONNX model is damaged", sound.WithEntry(SoundModel.Entry(Encoding.UTF8.GetBytes("This is no graph."))));
        yield return new("graph-cut-off", "reaches beyond its end", sound.WithEntry(SoundModel.Entry(model[..(model.Length / 2)])));
        yield return new("graph-part-2gb", "reaches beyond its end", sound.WithEntry(SoundModel.Entry(
            [.. model, 14 << 3 | 2, 0xFF, 0xFF, 0xFF, 0xFF, 7])));
        yield return new("graph-number-endless", "more than ten bytes", sound.WithEntry(SoundModel.Entry(
            [.. model, 8, .. Enumerable.Repeat((byte)0xFF, 20)])));
        yield return new(
            "graph-group", "kind 3 is no part of a model", sound.WithEntry(SoundModel.Entry([.. model, 100 << 3 & 0x7F | 3, 1])));
        yield return new("graph-two", "it has two graphs", sound.WithModel(m => m.Add(7, new Message())));
        yield return new("graph-functions", "functions of its own", sound.WithModel(m => m.Add(25, new Message().Add(1, "f"))));
        yield return new("graph-training", "training information", sound.WithModel(m => m.Add(20, new Message())));
        yield return new("graph-sparse", "sparse initializer", sound.WithGraph(graph => graph.Add(15, new Message())));
        yield return new(
            "graph-nodes", "more than 100000 nodes", sound.WithGraph(graph => Repeat(graph, 1, new Message().Add(4, "A"), 110_000)));
        yield return new("graph-values", "inputs, outputs and listed values", sound.WithGraph(graph => graph.Add(
            1, Repeat(new Message().Add(4, "A"), 1, new Message(), 1_100_000))));
        yield return new("graph-metadata", "more than 1000 metadata entries",
            sound.WithModel(m => Enumerable.Range(0, 1100).ToList().ForEach(i => m.Add(14, new Message().Add(1, $"{i}")))));
        yield return new("graph-metadata-long", "metadata are longer", sound.WithModel(m => m.Add(
            14, new Message().Add(1, "a").Add(2, new byte[20 << 20]))));
        yield return new("graph-metadata-twice", "occurs twice", sound.WithModel(m => m.Add(14, new Message().Add(1, "syre.model"))));
        foreach ((string name, string attribute, int field) in new[]
        {
            ("if", "then_branch", 6), ("loop", "body", 6), ("scan", "bodies", 11),
        })
        {
            yield return new($"graph-{name}", $"a graph of its own, in attribute '{attribute}'", sound.WithGraph(graph =>
                graph.Add(1, new Message().Add(4, name).Add(5, new Message().Add(1, attribute).Add(field, new Message())))));
        }
        yield return new("graph-sparse-attribute", "a sparse tensor", sound.WithGraph(graph =>
            graph.Add(1, new Message().Add(4, "Constant").Add(5, new Message().Add(1, "sparse_value").Add(22, new Message())))));
        yield return new("graph-filled", "makes a tensor of 2.77e+09 elements", sound.WithGraph(graph => graph
            .Add(1, new Message().Add(2, "sizes").Add(4, "Constant")
                .Add(5, new Message().Add(1, "value").Add(5, new Message().Add(1, 2).Add(2, 7).Add(
                    9, [.. BitConverter.GetBytes(3L), .. BitConverter.GetBytes(922_746_881L)]))))
            .Add(1, new Message().Add(1, "sizes").Add(2, "zeros").Add(4, "ConstantOfShape"))));
        yield return new(
            "graph-node-nameless", "a node has no operator", sound.WithGraph(graph => graph.Add(1, new Message().Add(1, "x"))));

        yield return Tensor("external", "has its data in another file", tensor => tensor.Remove(9).Add(14, 1)
            .Add(13, new Message().Add(1, "location").Add(2, "/etc/passwd")));
        yield return Tensor("external-unsaid", "has its data in another file", tensor =>
            tensor.Add(13, new Message().Add(1, "location").Add(2, "weights.bin")));
        yield return Tensor("two-payloads", "has its data twice, as bytes and as a list", tensor => tensor.Add(4, new byte[8]));
        yield return Tensor("two-bytes", "has its data twice", tensor => tensor.Add(9, new byte[8]));
        yield return Tensor("two-lists", "has its data twice, as two lists", tensor => tensor.Remove(9).Add(4, new byte[8]).Add(5, [1, 2]));
        yield return Tensor("segments", "is in segments", tensor => tensor.Add(3, new Message()));
        yield return Tensor("huge", "has 16 bytes of data; expected 10000000000", tensor => tensor.Remove(1).Add(1, 50_000).Add(1, 50_000));
        yield return Tensor("uncountable", "more elements than can be counted", tensor => tensor.Add(1, long.MaxValue).Add(1, 3));
        yield return Tensor("negative", "a negative size", tensor => tensor.Remove(1).Add(1, -3));
        yield return Tensor("many-sizes", "more than 32 sizes", tensor => Enumerable.Range(0, 40).ToList().ForEach(_ => tensor.Add(1, 1)));
        yield return Tensor("no-data", "expected 4", tensor => tensor.Remove(9));
        yield return Tensor("odd-bytes", "has 11 bytes of data; expected 16", tensor => tensor.Remove(9).Add(9, new byte[11]));
        yield return Tensor("other-type", "expected 32", tensor => tensor.Remove(2).Add(2, 11));
        yield return new(
            "tensor-twice", "occurs twice", sound.WithGraph(graph => graph.Add(5, graph.Fields.First(field => field.Number == 5).Content)));
        yield return new(
            "sealed-weight", "altered after it had been saved", sound.WithSealedModel(m => m.Change(7, graph => graph.Change(5, Weight))));
        yield return new("sealed-details", "altered after it had been saved", sound.WithSealedModel(m => m.Change(
            14, entry => entry.Remove(2).Add(2, "{}"), entry => entry.Text(1) == "syre.model")));
        yield return new(
            "hash-list", "it was altered after it had been saved", ZipFileWriter.Write(ZipFileWriter.Read(sound.File).Select(part =>
            part.Name == "TrainingInfo/Version.txt" ? part.With(Encoding.UTF8.GetBytes("5.0.2")) : part)));
        yield return new("hash-list-missing", "is missing",
            ZipFileWriter.Write(ZipFileWriter.Read(sound.File).Where(part => part.Name != "TrainingInfo/Version.txt")));

        Attack Tensor(string name, string message, Action<Message> change) =>
            new($"tensor-{name}", message, sound.WithGraph(graph => graph.Change(
                5, change, tensor => tensor.Text(8) == "stage1.linear.scale")));
    }

    private static void Weight(Message tensor)
    {
        byte[] data = tensor.Fields.First(field => field.Number == 9).Content;
        data[^1] ^= 0x40;
    }

    private static Message Repeat(Message message, int number, Message content, int times)
    {
        byte[] bytes = content.ToBytes();
        for (int i = 0; i < times; i++)
            message.Add(number, bytes);
        return message;
    }
}
