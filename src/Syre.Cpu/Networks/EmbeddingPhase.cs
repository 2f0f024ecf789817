using Syre.Cpu.Kernels;
using Syre.Cpu.Memory;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Networks;

/// <summary>Gradients of an embedding, some features an item.</summary>
/// <param name="batch">What the lanes have left.</param>
/// <param name="workers">Number of threads.</param>
/// <param name="arena">Where memory is.</param>
internal sealed unsafe class EmbeddingPhase<TS, TV>(EmbeddingBatch batch, int workers, Arena arena) : StepPhase
    where TS : struct, ISimd<TV>
    where TV : struct
{
    private readonly EmbeddingGradients[] _own =
        [.. Enumerable.Range(0, workers).Select(_ => new EmbeddingGradients(batch.Plan.Embedding, arena))];

    protected override int Parts => batch.Plan.Parts;

    public override void Begin(CpuRows rows, int start, int count) => batch.Begin(count);

    public override void BeginUpdate()
    {
        CpuEmbedding embedding = batch.Plan.Embedding;
        foreach (CpuParameter parameter in new[] { embedding.Frequency, embedding.Phase, embedding.Map, embedding.Bias })
            parameter.Sink?.Begin();
    }

    protected override void Sum(int part, float factor, int worker)
    {
        int rows = batch.Rows;
        EmbeddingRoom room = batch.Room;
        EmbeddingPass<TS, TV>.Sum(batch.Plan, room, Math.Min(rows, room.Rows), part, factor, _own[worker]);
    }

    protected override double Squares(int part, int worker)
    {
        (CpuEmbedding embedding, EmbeddingGradients own) = (batch.Plan.Embedding, _own[worker]);
        (int from, int to) = batch.Plan.Features(part);
        int frequencies = (to - from) * embedding.Frequencies;
        return Sums<TS, TV>.Squares(own.Frequency, frequencies) + Sums<TS, TV>.Squares(own.Phase, frequencies)
            + Sums<TS, TV>.Squares(own.Map, frequencies * embedding.Outputs)
            + Sums<TS, TV>.Squares(own.Bias, (to - from) * embedding.Outputs);
    }

    protected override void HandIn(int part, int worker)
    {
        (CpuEmbedding embedding, EmbeddingGradients own) = (batch.Plan.Embedding, _own[worker]);
        (int from, int to) = batch.Plan.Features(part);
        HandIn(embedding.Frequency, own.Frequency, embedding.Frequencies);
        HandIn(embedding.Phase, own.Phase, embedding.Frequencies);
        HandIn(embedding.Map, own.Map, embedding.Frequencies * embedding.Outputs);
        HandIn(embedding.Bias, own.Bias, embedding.Outputs);
        batch.Plan.Pack(part);

        void HandIn(CpuParameter parameter, float* gradients, int size) =>
            parameter.Sink?.Take((long)from * size, gradients, (to - from) * size);
    }

    protected override void EndUpdate()
    {
    }
}
