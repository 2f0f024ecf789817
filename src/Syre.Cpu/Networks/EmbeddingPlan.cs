using Syre.Cpu.Memory;

namespace Syre.Cpu.Networks;

/// <summary>An embedding with copies of its parameters in the order in which the kernels read them: feature beside feature.</summary>
internal sealed unsafe class EmbeddingPlan
{
    /// <summary>Features whose parameters are updated together: a register of the widest.</summary>
    public const int PartFeatures = 16;

    private readonly int[] _places;

    /// <param name="embedding">The embedding.</param>
    /// <param name="rowFeatures">Features of a row.</param>
    /// <param name="arena">Where copies are.</param>
    public EmbeddingPlan(CpuEmbedding embedding, int rowFeatures, Arena arena)
    {
        (Embedding, RowFeatures) = (embedding, rowFeatures);
        Padded = Parts * PartFeatures;
        _places = [.. embedding.Places];
        Frequency = arena.Floats((long)embedding.Frequencies * Padded);
        Phase = arena.Floats((long)embedding.Frequencies * Padded);
        Map = arena.Floats((long)embedding.Frequencies * embedding.Outputs * Padded);
        Bias = arena.Floats((long)embedding.Outputs * Padded);
    }

    public CpuEmbedding Embedding { get; }

    /// <summary>Features of a row.</summary>
    public int RowFeatures { get; }

    /// <summary>Features that are embedded, up to a whole part.</summary>
    public int Padded { get; }

    /// <summary>Parts of the features.</summary>
    public int Parts => (Embedding.Features + PartFeatures - 1) / PartFeatures;

    /// <summary>2π·w, <c>[frequencies, features]</c>.</summary>
    public float* Frequency { get; }

    /// <summary>b, <c>[frequencies, features]</c>.</summary>
    public float* Phase { get; }

    /// <summary>V, <c>[frequencies, outputs, features]</c>.</summary>
    public float* Map { get; }

    /// <summary>c, <c>[outputs, features]</c>.</summary>
    public float* Bias { get; }

    /// <summary>The features of a part.</summary>
    public (int From, int To) Features(int part) =>
        (part * PartFeatures, Math.Min((part + 1) * PartFeatures, Embedding.Features));

    /// <summary>Gathers the embedded features of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="to">Gets them.</param>
    /// <param name="count">How many.</param>
    public void Gather(float* row, int first, float* to, int count)
    {
        for (int i = 0; i < count; i++)
            to[i] = row[_places[first + i]];
    }

    /// <summary>Brings the copies of a part's parameters up to date.</summary>
    public void Pack(int part)
    {
        (int from, int to) = Features(part);
        int frequencies = Embedding.Frequencies, outputs = Embedding.Outputs;
        for (int feature = from; feature < to; feature++)
        {
            for (int k = 0; k < frequencies; k++)
            {
                Frequency[(nint)k * Padded + feature] = MathF.Tau * Embedding.Frequency.Values[(nint)feature * frequencies + k];
                Phase[(nint)k * Padded + feature] = Embedding.Phase.Values[(nint)feature * frequencies + k];
            }
            for (int m = 0; m < frequencies * outputs; m++)
                Map[(nint)m * Padded + feature] = Embedding.Map.Values[(nint)feature * frequencies * outputs + m];
            for (int o = 0; o < outputs; o++)
                Bias[(nint)o * Padded + feature] = Embedding.Bias.Values[(nint)feature * outputs + o];
        }
    }
}
