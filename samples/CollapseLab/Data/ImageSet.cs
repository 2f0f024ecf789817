using System.Collections.Concurrent;
using Syre.Cpu;

namespace CollapseLab.Data;

/// <summary>Grey images with classes. Read only: all runs share it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Side">Height and width in pixels.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Train">The images to train on.</param>
/// <param name="Test">The images to measure on.</param>
internal sealed record ImageSet(string Name, int Side, int Classes, ImageRows Train, ImageRows Test)
{
    private readonly ConcurrentDictionary<int, Lazy<ImageSet>> _pooled = new();

    /// <summary>Numbers of an image.</summary>
    public int Pixels => Side * Side;

    /// <summary>Every square of pixels as their mean; made once for all runs.</summary>
    /// <param name="factor">Side of a square.</param>
    public ImageSet Pooled(int factor) => _pooled.GetOrAdd(factor, _ => new Lazy<ImageSet>(() =>
        new ImageSet(Name, Side / factor, Classes, Train.Pooled(Side, factor), Test.Pooled(Side, factor)))).Value;
}

/// <summary>Some images.</summary>
/// <param name="Pixels">The pixels from 0 to 1, <c>[images, side, side]</c>.</param>
/// <param name="Labels">Their classes from 0.</param>
internal sealed record ImageRows(float[] Pixels, int[] Labels)
{
    public int Count => Labels.Length;

    /// <summary>Some of them, drawn without replacement: the same for the same seed and name.</summary>
    public ImageRows Sample(int count, long seed, string name = "rows")
    {
        int[] order = Order(Count, seed, name);
        int size = Pixels.Length / Count;
        int[] chosen = order[..Math.Min(count, Count)];
        float[] pixels = new float[chosen.Length * size];
        for (int i = 0; i < chosen.Length; i++)
            Pixels.AsSpan(chosen[i] * size, size).CopyTo(pixels.AsSpan(i * size));
        return new ImageRows(pixels, [.. chosen.Select(row => Labels[row])]);
    }

    /// <summary>The first of them.</summary>
    public ImageRows First(int count)
    {
        count = Math.Min(count, Count);
        return new ImageRows(Pixels[..(count * (Pixels.Length / Count))], Labels[..count]);
    }

    /// <summary>The same as the engine takes them, with their classes as targets.</summary>
    public CpuRows ForEngine() => new(Pixels, Pixels.Length / Count, [.. Labels.Select(label => (float)label)]);

    /// <summary>The numbers below a count, in an order that is the same for the same seed and name.</summary>
    public static int[] Order(int count, long seed, string name)
    {
        var random = new ElementRandom(seed, name);
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = (int)(random.Uniform(i) * (i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    internal ImageRows Pooled(int side, int factor)
    {
        int small = side / factor;
        float[] pooled = new float[Count * small * small];
        for (int i = 0; i < pooled.Length; i++)
        {
            int image = i / (small * small), y = i / small % small * factor, x = i % small * factor;
            float sum = 0;
            for (int k = 0; k < factor * factor; k++)
                sum += Pixels[image * side * side + (y + k / factor) * side + x + k % factor];
            pooled[i] = sum / (factor * factor);
        }
        return new ImageRows(pooled, Labels);
    }
}
