using TorchSharp;

namespace Syre.MLNet.Fitting;

/// <summary>Along one dimension of a tensor, where its parts come from in an earlier one.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="EarlierOf">The earlier index of each; −1 for what is new and stays as it is.</param>
internal sealed record TensorMove(int Dimension, IReadOnlyList<int> EarlierOf);

/// <summary>Copies the state of an earlier network to another, parts of whose tensors may have moved or be new.</summary>
internal static class StateTransfer
{
    /// <summary>Names of what does not fit, with both shapes.</summary>
    public static IEnumerable<string> Differences(
        torch.nn.Module earlier, torch.nn.Module network, IReadOnlyDictionary<string, TensorMove[]> moves)
    {
        Dictionary<string, torch.Tensor> from = earlier.state_dict(), to = network.state_dict();
        foreach (string name in from.Keys.Union(to.Keys).Order(StringComparer.Ordinal))
        {
            if (!to.TryGetValue(name, out torch.Tensor? target) || !from.TryGetValue(name, out torch.Tensor? source))
                yield return name;
            else if (!Fits(source.shape, target.shape, moves.GetValueOrDefault(name, [])))
                yield return $"{name} [{string.Join(", ", source.shape)}] and [{string.Join(", ", target.shape)}]";
        }
    }

    /// <summary>Copies all state.</summary>
    public static void Copy(torch.nn.Module earlier, torch.nn.Module network, IReadOnlyDictionary<string, TensorMove[]> moves)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        Dictionary<string, torch.Tensor> from = earlier.state_dict();
        foreach ((string name, torch.Tensor target) in network.state_dict())
            Copy(from[name].to(target.device), target, moves.GetValueOrDefault(name, []));
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

    private static bool Fits(long[] source, long[] target, TensorMove[] moves) =>
        source.Length == target.Length && Enumerable.Range(0, source.Length)
            .All(dimension => Array.Find(moves, move => move.Dimension == dimension) is { } move
                ? target[dimension] == move.EarlierOf.Count && source[dimension] > move.EarlierOf.Max()
                : source[dimension] == target[dimension]);
}
