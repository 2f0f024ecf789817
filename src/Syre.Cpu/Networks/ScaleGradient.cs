using Syre.Cpu.Memory;

namespace Syre.Cpu.Networks;

/// <summary>Gradient of a table's scales: 0 but for the features that a step has read, and handed in whole.</summary>
/// <param name="scale">The scales.</param>
/// <param name="arena">Where it is.</param>
internal sealed unsafe class ScaleGradient(CpuParameter scale, Arena arena)
{
    private const int ElementsAtOnce = 4096;

    private readonly float* _gradient = arena.Floats(scale.Length);

    /// <summary>Takes the gradient of some features.</summary>
    public void Take(ReadOnlySpan<long> features, float* gradient)
    {
        for (int i = 0; i < features.Length; i++)
            _gradient[features[i]] = gradient[i];
    }

    /// <summary>Hands all of it in, and makes it 0 again.</summary>
    public void Update()
    {
        for (long start = 0; start < scale.Length; start += ElementsAtOnce)
        {
            int length = (int)Math.Min(ElementsAtOnce, scale.Length - start);
            scale.Sink?.Take(start, _gradient + start, length);
            new Span<float>(_gradient + start, length).Clear();
        }
    }
}
