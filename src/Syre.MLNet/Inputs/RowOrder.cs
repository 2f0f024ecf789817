using TorchSharp;

namespace Syre.MLNet.Inputs;

/// <summary>An order of rows, kept on this side and on the training device.</summary>
internal sealed class RowOrder : IDisposable
{
    /// <summary>Uploads <paramref name="rows"/>.</summary>
    public RowOrder(long[] rows, torch.Device device)
    {
        Rows = rows;
        OnDevice = torch.tensor(rows, device: device).DetachFromDisposeScope();
    }

    /// <summary>Row numbers.</summary>
    public long[] Rows { get; }

    /// <summary>The same, <c>[rows]</c>, int64.</summary>
    public torch.Tensor OnDevice { get; }

    /// <summary>Puts the rows into a new random order.</summary>
    public void Shuffle(Random random)
    {
        random.Shuffle(Rows);
        using torch.Tensor shuffled = torch.tensor(Rows);
        OnDevice.copy_(shuffled);
    }

    /// <inheritdoc/>
    public void Dispose() => OnDevice.Dispose();
}
