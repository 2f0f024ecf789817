using Syre.Cpu.Threads;

namespace Syre.Cpu.Networks;

/// <summary>Keeps something of each lane until the step's end.</summary>
internal interface ILaneReader
{
    /// <summary>Takes what it needs of a lane that is done.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="first">Number of its first row in the step.</param>
    void Take(LaneMemory lane, int first);
}

/// <summary>
/// Gradients that are summed at the end of a step from what its lanes have left, a part of them an item, and handed in as their update.
/// Where the norm of the whole gradient must be known first, they are summed once for it and once more for the update, rather than kept.
/// </summary>
internal abstract class StepPhase : IPhase
{
    private volatile Turn _turn = new(0, IsUpdate: false, 1, []);

    public int Items => _turn.Parts;

    /// <summary>Parts of the present step.</summary>
    protected abstract int Parts { get; }

    /// <summary>A step begins.</summary>
    public abstract void Begin(CpuRows rows, int start, int count);

    /// <summary>The update begins.</summary>
    public abstract void BeginUpdate();

    /// <summary>Σ g² of the whole gradient.</summary>
    public double Squares(WorkTeam team)
    {
        var turn = new Turn(Parts, IsUpdate: false, 1, new double[Parts]);
        Run(team, turn);
        return turn.Squares.Sum();
    }

    /// <summary>Updates the parameters, with the gradient times a factor where it is not null.</summary>
    public void Update(WorkTeam team, float? factor)
    {
        Run(team, new Turn(Parts, IsUpdate: true, factor ?? 1, []));
        EndUpdate();
    }

    public void Compute(int item, int worker)
    {
        Turn turn = _turn;
        // Who is so late that the next step has begun may find it shorter; nobody wants the result.
        if (item < turn.Parts)
            Sum(item, turn.Factor, worker);
    }

    public void Commit(int item, int worker)
    {
        if (_turn.IsUpdate)
            HandIn(item, worker);
        else
            _turn.Squares[item] = Squares(item, worker);
    }

    /// <summary>Sums the gradients of a part in the worker's memory, times a factor. A part that the step has not is left alone.</summary>
    protected abstract void Sum(int part, float factor, int worker);

    /// <summary>Σ g² of a part, after <see cref="Sum"/>.</summary>
    protected abstract double Squares(int part, int worker);

    /// <summary>Hands the gradients of a part in, which updates the parameters.</summary>
    protected abstract void HandIn(int part, int worker);

    /// <summary>All parts are handed in.</summary>
    protected abstract void EndUpdate();

    private void Run(WorkTeam team, Turn turn)
    {
        _turn = turn;
        if (turn.Parts > 0)
            team.Run(this);
    }

    /// <summary>What is done to how many parts.</summary>
    /// <param name="Parts">How many.</param>
    /// <param name="IsUpdate">Whether gradients are handed in, or only measured.</param>
    /// <param name="Factor">What they are multiplied by.</param>
    /// <param name="Squares">Σ g² of each part that is measured.</param>
    private sealed record Turn(int Parts, bool IsUpdate, float Factor, double[] Squares);
}
