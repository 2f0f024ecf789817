using Syre.Cpu.Kernels;
using Syre.Cpu.Memory;
using Syre.Cpu.Simd;

namespace Syre.Cpu.Networks;

/// <summary>Gradients of the rows of tables that a step has read, some rows an item.</summary>
internal sealed unsafe class TablePhase<TS, TV> : StepPhase
    where TS : struct, ISimd<TV>
    where TV : struct
{
    private readonly TableBatch _batch;
    private readonly PartMemory[,] _own;
    private readonly ScaleGradient?[] _scales;

    /// <param name="batch">The entries by feature.</param>
    /// <param name="workers">Number of threads.</param>
    /// <param name="arena">Where memory is.</param>
    public TablePhase(TableBatch batch, int workers, Arena arena)
    {
        _batch = batch;
        _own = new PartMemory[workers, batch.Tables.Length];
        _scales = Array.ConvertAll(batch.Tables, table => table.Scale is { } scale ? new ScaleGradient(scale, arena) : null);
        for (int worker = 0; worker < workers; worker++)
        {
            for (int table = 0; table < batch.Tables.Length; table++)
                _own[worker, table] = new PartMemory(batch.Tables[table].Outputs, arena);
        }
    }

    protected override int Parts => _batch.Parts.Length;

    private IEnumerable<IRowSink> Sinks => _batch.Tables.Select(table => table.Weight.Sink).OfType<IRowSink>();

    /// <summary>Groups the entries, and has the rows that will be read caught up.</summary>
    public override void Begin(CpuRows rows, int start, int count)
    {
        _batch.Group(rows, start, count);
        foreach (IRowSink sink in Sinks)
            sink.CatchUp(_batch.Distinct);
    }

    public override void BeginUpdate()
    {
        foreach (IRowSink sink in Sinks)
            sink.BeginRows(_batch.Distinct);
    }

    /// <summary>
    /// With G[f] = gain·Σ v·d over the feature's entries, dW[f] = s[f]·G[f] and ds[f] = W[f]·G[f].
    /// </summary>
    protected override void Sum(int part, float factor, int worker)
    {
        TablePart[] parts = _batch.Parts;
        TableRoom room = _batch.Room;
        if (part >= parts.Length)
            return;
        (int number, int from, int to) = parts[part];
        PartMemory own = _own[worker, number];
        CpuLayer table = _batch.Tables[number];
        int outputs = table.Outputs;
        for (int place = from; place < to; place++)
        {
            int start = room.Starts[place], count = room.Starts[place + 1] - start;
            long row = room.Distinct[place];
            float* g = own.Weight + (nint)(place - from) * outputs;
            GatheredRows<TS, TV>.Sum(
                room.Gradients(number), outputs, new RowList(room.Numbers + start, room.Values + start, count, null), table.Gain, g);
            float scaled = factor;
            if (table.Scale is { } scale)
            {
                own.Scale[place - from] = factor * Sums<TS, TV>.Dot(g, table.Weight.Values + row * outputs, outputs);
                scaled *= scale.Values[row];
            }
            if (scaled != 1)
                Sums<TS, TV>.Scale(g, scaled, outputs);
        }
    }

    protected override double Squares(int part, int worker)
    {
        (int table, int from, int to) = _batch.Parts[part];
        PartMemory own = _own[worker, table];
        double squares = Sums<TS, TV>.Squares(own.Weight, (to - from) * _batch.Tables[table].Outputs);
        return _scales[table] is null ? squares : squares + Sums<TS, TV>.Squares(own.Scale, to - from);
    }

    protected override void HandIn(int part, int worker)
    {
        (int table, int from, int to) = _batch.Parts[part];
        ReadOnlySpan<long> rows = _batch.Distinct[from..to];
        _scales[table]?.Take(rows, _own[worker, table].Scale);
        (_batch.Tables[table].Weight.Sink as IRowSink)?.TakeRows(rows, _own[worker, table].Weight);
    }

    protected override void EndUpdate()
    {
        foreach (ScaleGradient? scale in _scales)
            scale?.Update();
    }

    /// <summary>Gradients of a part.</summary>
    private sealed class PartMemory(int outputs, Arena arena)
    {
        public float* Weight { get; } = arena.Floats((long)TableBatch.MostPartRows * outputs);

        public float* Scale { get; } = arena.Floats(TableBatch.MostPartRows);
    }
}
