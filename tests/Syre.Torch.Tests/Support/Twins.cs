using CsCheck;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Tests;

/// <summary>Two sets of equal parameters, to be trained by two optimizers with the same gradients.</summary>
internal sealed class Twins : IDisposable
{
    private readonly Random _random;

    public Twins(int seed, params long[][] shapes)
    {
        _random = new Random(seed);
        foreach (long[] shape in shapes)
        {
            using Tensor values = Draw(shape);
            Left.Add(($"p{Left.Count}", new Parameter(values.clone())));
            Right.Add(($"p{Right.Count}", new Parameter(values.clone())));
        }
    }

    /// <summary>Up to five shapes of up to three dimensions, with lengths around the SIMD widths.</summary>
    public static Gen<long[][]> Shapes { get; } = Gen.Long[1, 9].Array[0, 3].Array[1, 5];

    public List<(string name, Parameter parameter)> Left { get; } = [];

    public List<(string name, Parameter parameter)> Right { get; } = [];

    /// <summary>Gives both sets equal new gradients; with some chance a pair gets none.</summary>
    public void DrawGradients(double missing = 0)
    {
        for (int i = 0; i < Left.Count; i++)
        {
            using Tensor? gradient = _random.NextDouble() < missing ? null : Draw(Left[i].parameter.shape);
            using Tensor? copy = gradient?.clone();
            Left[i].parameter.grad = gradient;
            Right[i].parameter.grad = copy;
        }
    }

    /// <summary>Asserts that both sets are equal to within <paramref name="tolerance"/>; 0 asks for equal bits.</summary>
    public void AreClose(double tolerance)
    {
        for (int i = 0; i < Left.Count; i++)
        {
            float[] left = Numbers.Of(Left[i].parameter), right = Numbers.Of(Right[i].parameter);
            if (tolerance == 0)
                CollectionAssert.AreEqual(left, right);
            else
                Numbers.AreClose(left, right, tolerance, Left[i].name);
        }
    }

    public void Dispose()
    {
        foreach ((_, Parameter parameter) in Left.Concat(Right))
        {
            using Tensor? gradient = parameter.grad;
            parameter.grad = null;
            parameter.Dispose();
        }
    }

    private Tensor Draw(long[] shape)
    {
        float[] values = [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(
            _ => (float)(_random.NextDouble() * 2 - 1))];
        using Tensor flat = tensor(values);
        return flat.reshape(shape);
    }
}
