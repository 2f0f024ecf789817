using Syre.MLNet.Runtime;
using TorchSharp;

namespace Syre.MLNet.Inputs;

/// <summary>An order of rows, kept on this side and on the training device.</summary>
internal sealed class RowOrder : IDisposable
{
    private readonly long[] _given;

    /// <summary>Uploads <paramref name="rows"/>.</summary>
    public RowOrder(long[] rows, torch.Device device)
    {
        _given = rows;
        Rows = [.. rows];
        OnDevice = torch.tensor(rows, device: device).DetachFromDisposeScope();
    }

    /// <summary>Row numbers.</summary>
    public long[] Rows { get; }

    /// <summary>The same, <c>[rows]</c>, int64.</summary>
    public torch.Tensor OnDevice { get; }

    /// <summary>Puts the rows into an order that depends on the seed and the epoch alone.</summary>
    public void Shuffle(long seed, int epoch)
    {
        _given.CopyTo(Rows, 0);
        new Random(unchecked((int)SeedSequence.Bits((ulong)seed, (ulong)epoch))).Shuffle(Rows);
        using torch.Tensor shuffled = torch.tensor(Rows);
        OnDevice.copy_(shuffled);
    }

    public void Dispose() => OnDevice.Dispose();
}
