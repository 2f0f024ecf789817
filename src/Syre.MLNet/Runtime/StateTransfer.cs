using TorchSharp;

namespace Syre.MLNet.Runtime;

/// <summary>Along one dimension of a tensor, where its parts come from in an earlier one.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="EarlierOf">The earlier index of each; −1 for what is new and stays as it is.</param>
internal sealed record TensorMove(int Dimension, IReadOnlyList<int> EarlierOf);

/// <summary>
/// Copies parameters and buffers by their names, from an earlier network or a file to a network, parts of whose tensors may have moved or
/// be new.
/// </summary>
internal static class StateTransfer
{
    /// <summary>Names of what does not fit, each with what it is there and here.</summary>
    public static IEnumerable<string> Differences(
        Dictionary<string, torch.Tensor> sources, Dictionary<string, torch.Tensor> targets,
        IReadOnlyDictionary<string, TensorMove[]>? moves = null) =>
        from name in sources.Keys.Union(targets.Keys).Order(StringComparer.Ordinal)
        let source = sources.GetValueOrDefault(name)
        let target = targets.GetValueOrDefault(name)
        where source is null || target is null || source.dtype != target.dtype
            || !Fits(source.shape, target.shape, moves?.GetValueOrDefault(name) ?? [])
        select $"{name} {Text(source, target)} and {Text(target, source)}";

    /// <summary>Copies all state.</summary>
    public static void Copy(
        Dictionary<string, torch.Tensor> sources, Dictionary<string, torch.Tensor> targets,
        IReadOnlyDictionary<string, TensorMove[]>? moves = null)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        foreach ((string name, torch.Tensor target) in targets)
            Copy(sources[name].to(target.device), target, moves?.GetValueOrDefault(name) ?? []);
    }

    private static void Copy(torch.Tensor source, torch.Tensor target, ReadOnlySpan<TensorMove> moves)
    {
        if (moves.Length == 0)
        {
            target.copy_(source);
            return;
        }
        (int Place, int Earlier)[] kept = [.. moves[0].EarlierOf.Index().Where(move => move.Item >= 0)];
        torch.Tensor places = Index(kept, pair => pair.Place, target), parts = target.index_select(moves[0].Dimension, places);
        Copy(source.index_select(moves[0].Dimension, Index(kept, pair => pair.Earlier, target)), parts, moves[1..]);
        target.index_copy_(moves[0].Dimension, places, parts);
    }

    private static torch.Tensor Index(
        (int Place, int Earlier)[] pairs, Func<(int Place, int Earlier), int> part, torch.Tensor target) =>
        torch.tensor(Array.ConvertAll(pairs, pair => (long)part(pair)), device: target.device);

    private static string Text(torch.Tensor? tensor, torch.Tensor? other) => tensor is null ? "(none)"
        : $"{(other is not null && other.dtype != tensor.dtype ? tensor.dtype : "")}[{string.Join(", ", tensor.shape)}]";

    private static bool Fits(long[] source, long[] target, TensorMove[] moves) =>
        source.Length == target.Length && Enumerable.Range(0, source.Length)
            .All(dimension => Array.Find(moves, move => move.Dimension == dimension) is { } move
                ? target[dimension] == move.EarlierOf.Count && source[dimension] > move.EarlierOf.Max()
                : source[dimension] == target[dimension]);
}
