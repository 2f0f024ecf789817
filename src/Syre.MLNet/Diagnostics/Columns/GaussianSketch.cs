using Syre.Torch;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>Y = XᵀXΩ of rows X that are seen once, with a Gaussian matrix Ω whose rows are made when their slot first occurs.</summary>
/// <remarks>
/// Sparse rows are added entry by entry, two multiplications for each entry and column of Ω; dense rows in blocks, as matrix products.
/// </remarks>
/// <param name="width">Number of slots.</param>
/// <param name="columns">Columns of Ω.</param>
/// <param name="seed">The seed.</param>
internal sealed class GaussianSketch(int width, int columns, long seed) : IDisposable
{
    /// <summary>From this share of entries on, a matrix product over all slots is faster.</summary>
    private const double DenseShare = 0.125;
    private const int BlockRows = 64;

    private readonly ColumnRandom _random = new(seed, ColumnRandom.Stream.TestMatrix);
    private readonly double[]?[] _omega = new double[width][];
    private readonly double[]?[] _sketch = new double[width][];
    private readonly double[] _product = new double[columns];
    private double[]? _block;
    private int _inBlock;
    private Tensor? _denseOmega, _denseSketch;

    /// <summary>Adds a row.</summary>
    public void Add(NonzeroRow row)
    {
        if (row.Slots.Length > DenseShare * width)
            AddDense(row);
        else
            AddSparse(row);
    }

    /// <summary>The slots that occur (the first if none does), and their rows of Ω and Y, for the current dispose scope.</summary>
    public (int[] Slots, Tensor Omega, Tensor Sketch) Complete()
    {
        AddBlock();
        int[] slots = [.. Enumerable.Range(0, width).Where(slot => _omega[slot] is not null)];
        if (slots.Length == 0)
        {
            Omega(0);
            slots = [0];
        }
        Tensor omega = Matrix(_omega, slots), sketch = Matrix(_sketch, slots);
        return (slots, omega, _denseSketch is null ? sketch : sketch.Add(_denseSketch));
    }

    public void Dispose()
    {
        _denseOmega?.Dispose();
        _denseSketch?.Dispose();
    }

    private void AddSparse(NonzeroRow row)
    {
        Span<double> product = _product;
        product.Clear();
        for (int i = 0; i < row.Slots.Length; i++)
            TensorPrimitives.MultiplyAdd(Omega(row.Slots[i]), row.Values[i], product, product);
        for (int i = 0; i < row.Slots.Length; i++)
        {
            Span<double> sketch = _sketch[row.Slots[i]];
            TensorPrimitives.MultiplyAdd(product, row.Values[i], sketch, sketch);
        }
    }

    private void AddDense(NonzeroRow row)
    {
        _block ??= new double[BlockRows * width];
        row.CopyTo(_block.AsSpan(_inBlock * width, width));
        if (++_inBlock == BlockRows)
            AddBlock();
    }

    private void AddBlock()
    {
        if (_inBlock == 0)
            return;
        using var scope = NewDisposeScope();
        if (_denseOmega is null)
        {
            int[] all = [.. Enumerable.Range(0, width)];
            Array.ForEach(all, slot => Omega(slot));
            _denseOmega = Matrix(_omega, all).DetachFromDisposeScope();
            _denseSketch = zeros_like(_denseOmega).DetachFromDisposeScope();
        }
        Tensor block = tensor(_block!, [BlockRows, width], float64).narrow(0, 0, _inBlock);
        _denseSketch!.addmm_(block.t(), block.matmul(_denseOmega), 1, 1);
        _inBlock = 0;
    }

    private double[] Omega(int slot)
    {
        if (_omega[slot] is { } known)
            return known;
        var row = new double[columns];
        _random.FillNormal(slot, row);
        _sketch[slot] = new double[columns];
        return _omega[slot] = row;
    }

    private Tensor Matrix(double[]?[] rows, int[] slots)
    {
        var values = new double[(long)slots.Length * columns];
        for (int i = 0; i < slots.Length; i++)
            rows[slots[i]]!.CopyTo(values.AsSpan(i * columns));
        return tensor(values, [slots.Length, columns], float64);
    }
}
