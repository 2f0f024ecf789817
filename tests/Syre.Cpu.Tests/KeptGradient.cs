namespace Syre.Cpu.Tests;

/// <summary>Keeps a gradient; with a rate it also descends by it.</summary>
internal unsafe class KeptGradient(float* values, int length) : IGradientSink
{
    public float[] Values { get; } = new float[length];

    /// <summary>How often each element came.</summary>
    public int[] Counts { get; } = new int[length];

    public int Steps { get; protected set; }

    public float Rate { get; set; }

    /// <summary>Called whenever some elements come; by several threads at once.</summary>
    public Action? Taking { get; set; }

    public void Begin()
    {
        Steps++;
        Array.Clear(Counts);
    }

    public void Take(long start, float* gradient, int count)
    {
        Taking?.Invoke();
        new ReadOnlySpan<float>(gradient, count).CopyTo(Values.AsSpan((int)start));
        for (int i = 0; i < count; i++)
        {
            Counts[start + i]++;
            if (Rate != 0)
                values[start + i] -= Rate * gradient[i];
        }
    }
}

/// <summary>Keeps the gradient of a table's rows; of those that a step does not read it is 0.</summary>
internal sealed unsafe class KeptRows(float* values, int length, int width) : KeptGradient(values, length), IRowSink
{
    /// <summary>The rows that the step has had caught up.</summary>
    public List<long> CaughtUp { get; } = [];

    /// <summary>The rows that it has begun with.</summary>
    public List<long> Begun { get; } = [];

    /// <summary>The rows whose gradient came.</summary>
    public List<long> Came { get; } = [];

    public void CatchUp(ReadOnlySpan<long> distinctRows)
    {
        CaughtUp.Clear();
        CaughtUp.AddRange(distinctRows);
    }

    public void BeginRows(ReadOnlySpan<long> distinctRows)
    {
        Begin();
        Array.Clear(Values);
        Came.Clear();
        Begun.Clear();
        Begun.AddRange(distinctRows);
    }

    public void TakeRows(ReadOnlySpan<long> distinctRows, float* gradient)
    {
        lock (Came)
            Came.AddRange(distinctRows);
        for (int i = 0; i < distinctRows.Length; i++)
            Take(distinctRows[i] * width, gradient + i * width, width);
    }
}
