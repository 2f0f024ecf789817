using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Tests.Optimizers;

/// <summary>A table [rows, width] as a parameter named "table", and gradients of some of its rows.</summary>
internal sealed class Table : IDisposable
{
    public Table(int rows, int width, int seed = 1)
    {
        (Rows, Width) = (rows, width);
        var random = new Random(seed);
        Initial = [.. Enumerable.Range(0, rows * width).Select(_ => (float)(random.NextDouble() * 2 - 1))];
        using Tensor flat = tensor(Initial);
        Parameter = new Parameter(flat.reshape(rows, width));
    }

    public int Rows { get; }

    public int Width { get; }

    public float[] Initial { get; }

    public Parameter Parameter { get; }

    public List<(string name, Parameter parameter)> Named => [("table", Parameter)];

    public float[] Values => Numbers.Of(Parameter);

    /// <summary>Gives a sparse gradient: a row for every number listed, repeated or not.</summary>
    public void SetSparse(long[] rows, float[] values)
    {
        using Tensor list = tensor(rows);
        using Tensor indices = list.reshape(1, rows.Length);
        using Tensor flat = tensor(values);
        using Tensor data = flat.reshape(rows.Length, Width);
        using Tensor gradient = sparse_coo_tensor(indices, data, [Rows, Width]);
        Parameter.grad = gradient;
    }

    /// <summary>Gives the same gradient in dense form, with zeros in all other rows.</summary>
    public void SetDense(long[] rows, float[] values) => Numbers.SetGradient(Parameter, Dense(rows, values));

    /// <summary>The gradient in dense form.</summary>
    public float[] Dense(long[] rows, float[] values)
    {
        var dense = new float[Rows * Width];
        for (int i = 0; i < values.Length; i++)
            dense[(int)rows[i / Width] * Width + i % Width] += values[i];
        return dense;
    }

    public void Dispose()
    {
        using Tensor? gradient = Parameter.grad;
        Parameter.grad = null;
        Parameter.Dispose();
    }
}
