using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Tests.Theory;

/// <summary>
/// Steps of an optimizer in the CPU engine's way: the gradient of each parameter is handed over in pieces of several sizes, by several
/// threads, and updated at once.
/// </summary>
internal sealed unsafe class PieceByPiece
{
    /// <summary>Lengths of pieces in turn: below, at and beyond a register.</summary>
    private static readonly int[] s_lengths = [1, 16, 5, 64, 33, 1000];

    private readonly (Parameter Parameter, DirectUpdate Update)[] _updates;

    public PieceByPiece(SyreOptimizer optimizer) =>
        _updates = [.. optimizer.parameters().Select(parameter => (parameter, optimizer.Direct(parameter)))];

    /// <summary>A step with the gradients that the parameters have.</summary>
    public void Step()
    {
        foreach ((_, DirectUpdate update) in _updates)
            update.Begin();
        foreach ((Parameter parameter, DirectUpdate update) in _updates)
        {
            using Tensor? tensor = parameter.grad;
            float[] gradient = Numbers.Of(tensor!);
            Parallel.ForEach(Pieces(gradient.Length), piece =>
            {
                fixed (float* start = gradient)
                    update.Apply(piece.From, start + piece.From, piece.Length);
            });
        }
    }

    private static IEnumerable<(int From, int Length)> Pieces(int all)
    {
        for (int from = 0, i = 0; from < all; i++)
        {
            int length = Math.Min(s_lengths[i % s_lengths.Length], all - from);
            yield return (from, length);
            from += length;
        }
    }
}
