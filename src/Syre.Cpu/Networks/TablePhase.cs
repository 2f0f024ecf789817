using Syre.Cpu.Kernels;
using Syre.Cpu.Memory;
using Syre.Cpu.Simd;
using Syre.Cpu.Threads;

namespace Syre.Cpu.Networks;

/// <summary>
/// Gradients of the rows of tables that a step has read, a part of them an item, handed in as their update. Where the norm of the whole
/// gradient must be known first, they are summed once for it and once more for the update, rather than kept.
/// </summary>
internal sealed unsafe class TablePhase<TS, TV> : IPhase
    where TS : struct, ISimd<TV>
    where TV : struct
{
    private readonly TableBatch _batch;
    private readonly PartMemory[,] _own;
    private readonly ScaleGradient?[] _scales;
    private volatile Turn _turn = new([], IsUpdate: false, 1, []);

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

    public int Items => _turn.Parts.Length;

    /// <summary>Groups the entries of a step, and has the rows that will be read caught up.</summary>
    public void Begin(CpuRows rows, int start, int count)
    {
        _batch.Group(rows, start, count);
        foreach (IRowSink sink in Sinks)
            sink.CatchUp(_batch.Distinct);
    }

    /// <summary>Begins the update.</summary>
    public void BeginUpdate()
    {
        foreach (IRowSink sink in Sinks)
            sink.BeginRows(_batch.Distinct);
    }

    /// <summary>Σ g² of the whole gradient.</summary>
    public double Squares(WorkTeam team)
    {
        var turn = new Turn(_batch.Parts, IsUpdate: false, 1, new double[_batch.Parts.Length]);
        Run(team, turn);
        return turn.Squares.Sum();
    }

    /// <summary>Updates the rows, with the gradient times a factor where it is not null.</summary>
    public void Update(WorkTeam team, float? factor)
    {
        Run(team, new Turn(_batch.Parts, IsUpdate: true, factor ?? 1, []));
        foreach (ScaleGradient? scale in _scales)
            scale?.Update();
    }

    public void Compute(int item, int worker)
    {
        Turn turn = _turn;
        // Who is so late that the next step has begun may find it shorter; nobody wants the result.
        if (item < turn.Parts.Length)
            Sum(turn.Parts[item], turn.Factor, _own[worker, turn.Parts[item].Table]);
    }

    public void Commit(int item, int worker)
    {
        TablePart part = _turn.Parts[item];
        PartMemory own = _own[worker, part.Table];
        CpuLayer table = _batch.Tables[part.Table];
        if (!_turn.IsUpdate)
        {
            double squares = Sums<TS, TV>.Squares(own.Weight, part.Rows * table.Outputs);
            _turn.Squares[item] = table.Scale is null ? squares : squares + Sums<TS, TV>.Squares(own.Scale, part.Rows);
            return;
        }
        ReadOnlySpan<long> rows = _batch.Distinct[part.From..part.To];
        _scales[part.Table]?.Take(rows, own.Scale);
        (table.Weight.Sink as IRowSink)?.TakeRows(rows, own.Weight);
    }

    private IEnumerable<IRowSink> Sinks => _batch.Tables.Select(table => table.Weight.Sink).OfType<IRowSink>();

    private void Run(WorkTeam team, Turn turn)
    {
        _turn = turn;
        if (turn.Parts.Length > 0)
            team.Run(this);
    }

    /// <summary>
    /// With G[f] = gain·Σ v·d over the feature's entries, dW[f] = s[f]·G[f] and ds[f] = W[f]·G[f].
    /// </summary>
    private void Sum(in TablePart part, float factor, PartMemory own)
    {
        TableRoom room = _batch.Room;
        CpuLayer table = _batch.Tables[part.Table];
        int outputs = table.Outputs;
        for (int place = part.From; place < part.To; place++)
        {
            int start = room.Starts[place], count = room.Starts[place + 1] - start;
            long row = room.Distinct[place];
            float* g = own.Weight + (nint)(place - part.From) * outputs;
            GatheredRows<TS, TV>.Sum(
                room.Gradients(part.Table), outputs, new RowList(room.Numbers + start, room.Values + start, count, null), table.Gain, g);
            float scaled = factor;
            if (table.Scale is { } scale)
            {
                own.Scale[place - part.From] = factor * Sums<TS, TV>.Dot(g, table.Weight.Values + row * outputs, outputs);
                scaled *= scale.Values[row];
            }
            if (scaled != 1)
                Sums<TS, TV>.Scale(g, scaled, outputs);
        }
    }

    /// <summary>What is done to which parts.</summary>
    /// <param name="Parts">The parts.</param>
    /// <param name="IsUpdate">Whether gradients are handed in, or only measured.</param>
    /// <param name="Factor">What they are multiplied by.</param>
    /// <param name="Squares">Σ g² of each part that is measured.</param>
    private sealed record Turn(TablePart[] Parts, bool IsUpdate, float Factor, double[] Squares);

    /// <summary>Gradients of a part.</summary>
    private sealed class PartMemory(int outputs, Arena arena)
    {
        public float* Weight { get; } = arena.Floats((long)TableBatch.MostPartRows * outputs);

        public float* Scale { get; } = arena.Floats(TableBatch.MostPartRows);
    }
}
