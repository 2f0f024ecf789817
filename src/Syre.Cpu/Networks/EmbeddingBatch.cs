using Syre.Cpu.Memory;

namespace Syre.Cpu.Networks;

/// <summary>Features of a step's rows, and what their embeddings have as gradient.</summary>
/// <param name="plan">The embedding.</param>
/// <param name="arena">Where memory is.</param>
internal sealed class EmbeddingBatch(EmbeddingPlan plan, Arena arena) : ILaneReader
{
    private EmbeddingRoom _room = new(plan, rows: 0, arena);

    /// <summary>The embedding.</summary>
    public EmbeddingPlan Plan => plan;

    /// <summary>Memory of the present step.</summary>
    public EmbeddingRoom Room => Volatile.Read(ref _room);

    /// <summary>Rows of the present step.</summary>
    public int Rows { get; private set; }

    /// <summary>Makes room for the rows of a step. A thread that is late may still read the earlier room, which stays as it is.</summary>
    public void Begin(int rows)
    {
        Rows = rows;
        if (rows > _room.Rows)
            Volatile.Write(ref _room, new EmbeddingRoom(plan, Math.Max(rows, _room.Rows + _room.Rows / 2), arena));
    }

    public unsafe void Take(LaneMemory lane, int first)
    {
        int features = plan.Embedding.Features;
        for (int r = 0; r < lane.Rows; r++)
        {
            nint at = (nint)r * lane.InputStep;
            float* to = _room.Features + (nint)(first + r) * _room.Step;
            plan.Gather(lane.Input + at, 0, to, features);
            for (int o = 0; o < plan.Embedding.Outputs; o++)
            {
                new ReadOnlySpan<float>(lane.InputGradients + at + plan.RowFeatures + (nint)o * features, features)
                    .CopyTo(new Span<float>(to + (nint)(o + 1) * plan.Padded, features));
            }
        }
    }
}

/// <summary>Memory of a step's features and the gradients of their embeddings, <c>[rows, 1 + outputs, features]</c>.</summary>
/// <param name="plan">The embedding.</param>
/// <param name="rows">Most rows.</param>
/// <param name="arena">Where it is.</param>
internal sealed unsafe class EmbeddingRoom(EmbeddingPlan plan, int rows, Arena arena)
{
    /// <summary>Most rows.</summary>
    public int Rows => rows;

    /// <summary>Floats from a row to the next.</summary>
    public int Step { get; } = (1 + plan.Embedding.Outputs) * plan.Padded;

    /// <summary>The features of the first row; zeroes beyond.</summary>
    public float* Features { get; } = arena.Floats((long)rows * (1 + plan.Embedding.Outputs) * plan.Padded);

    /// <summary>Gradient of an output for the features of the first row.</summary>
    public float* Gradient(int output) => Features + (nint)(output + 1) * plan.Padded;
}

/// <summary>Gradients of a part of an embedding's features, in the order of the parameters.</summary>
internal sealed unsafe class EmbeddingGradients(CpuEmbedding embedding, Arena arena)
{
    private const int Features = EmbeddingPlan.PartFeatures;

    public float* Frequency { get; } = arena.Floats((long)Features * embedding.Frequencies);

    public float* Phase { get; } = arena.Floats((long)Features * embedding.Frequencies);

    public float* Map { get; } = arena.Floats((long)Features * embedding.Frequencies * embedding.Outputs);

    public float* Bias { get; } = arena.Floats((long)Features * embedding.Outputs);

    /// <summary>Takes a number of each feature of the part.</summary>
    /// <param name="sums">A number of each.</param>
    /// <param name="to">Which gradients it is one of.</param>
    /// <param name="size">Numbers of a feature there.</param>
    /// <param name="index">Which of them.</param>
    /// <param name="factor">What it is multiplied by.</param>
    public void Take(float* sums, float* to, int size, int index, float factor)
    {
        for (int feature = 0; feature < Features; feature++)
            to[feature * size + index] = sums[feature] * factor;
    }
}
