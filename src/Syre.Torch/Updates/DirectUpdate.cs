using Syre.Cpu;
using Syre.Torch.Parameters;
using Syre.Torch.Updates;

namespace Syre.Torch;

/// <summary>
/// Steps of one parameter whose gradient is computed piece by piece outside of torch: each piece is updated as soon as its gradient is
/// there, with no tensor in between. The result has the same bits as <see cref="SyreOptimizer.step"/> with the whole gradient, whatever
/// the pieces.
/// </summary>
/// <remarks>
/// From <see cref="SyreOptimizer.Direct"/>. A step is <see cref="Begin"/> and then <see cref="Apply"/> for ranges that cover the parameter
/// once; or, for a table of which the loss read some rows, <see cref="BeginRows"/> and then <see cref="ApplyRows"/> for each of these rows
/// once. Beginning is for one thread at a time, of all parameters of an optimizer together; pieces that do not overlap may be applied by
/// several threads at once. The parameter must stay where it is in memory, and
/// it and the optimizer must outlive this object; whether the parameter is trainable is not asked.
/// </remarks>
/// <example>
/// <code>
/// DirectUpdate update = optimizer.Direct(layer.weight);     // once
/// update.Begin();                                           // each step
/// update.Apply(0, gradient, half);
/// update.Apply(half, gradient + half, length - half);       // perhaps on another thread
/// </code>
/// </example>
public sealed unsafe class DirectUpdate : IRowSink
{
    private readonly MemoryEngine _engine;
    private readonly ParameterGroupState _group;
    private readonly ParameterSlot _slot;
    private readonly float* _weights;
    private PreparedStep _step;
    private bool _isOfRows;

    internal DirectUpdate(MemoryEngine engine, ParameterGroupState group, ParameterSlot slot, float* weights)
    {
        (_engine, _group, _slot) = (engine, group, slot);
        _weights = weights;
    }

    /// <summary>How many elements the parameter has.</summary>
    public long Length => _slot.Length;

    /// <summary>
    /// Begins a step: counts it, takes the present learning rate, weight decay and coefficients of the parameter's group, and gives a
    /// table's rows the pulls that they have missed.
    /// </summary>
    public void Begin()
    {
        _isOfRows = false;
        if (_slot.Length > 0)
            _step = _engine.Begin(_group, _slot, _weights, _step.Update);
    }

    /// <summary>Updates the elements from <paramref name="start"/> on, with their moments.</summary>
    /// <param name="start">The first element, in row-major order; 0 or above.</param>
    /// <param name="gradient">The gradient of the first element; <paramref name="length"/> numbers.</param>
    /// <param name="length">How many elements; 0 or above.</param>
    /// <exception cref="ArgumentOutOfRangeException">The parameter has not so many elements.</exception>
    /// <exception cref="InvalidOperationException">No step has begun.</exception>
    public void Apply(long start, float* gradient, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, _slot.Length - length, nameof(start));
        if (length > 0)
            _step.Memory.Update((int)start, gradient, length, Begun(ofRows: false), _step.Pull);
    }

    /// <summary>
    /// Begins a step of some rows of a table, as <see cref="Begin"/>; the others owe its pull until they are next read, or until
    /// <see cref="SyreOptimizer.CatchUp()"/>.
    /// </summary>
    /// <param name="distinctRows">The rows, each listed once; all of them must be applied.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="InvalidOperationException">The parameter is no table [rows, width].</exception>
    /// <exception cref="NotSupportedException">The pull is coupled: it moves every row.</exception>
    public void BeginRows(ReadOnlySpan<long> distinctRows)
    {
        if (_slot.Parameter.dim() != 2)
        {
            throw new InvalidOperationException(
                $"Parameter '{_slot.Name}' has {_slot.Parameter.dim()} dimension(s); expected a table [rows, width].");
        }
        CheckRows(distinctRows);
        _isOfRows = true;
        _step = _engine.BeginRows(_group, _slot, _weights, _step.Update, distinctRows);
    }

    /// <summary>
    /// Gives some rows of the step that <see cref="BeginRows"/> has begun the pulls that they have missed, and updates them.
    /// </summary>
    /// <param name="distinctRows">The rows, each listed once and in no other call of this step.</param>
    /// <param name="gradient">Their gradients one after the other, <c>[rows, width]</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="InvalidOperationException">No step of rows has begun.</exception>
    public void ApplyRows(ReadOnlySpan<long> distinctRows, float* gradient)
    {
        CheckRows(distinctRows);
        _step.Memory.UpdateRows(distinctRows, gradient, Begun(ofRows: true), _step.Pull);
    }

    /// <summary>Gives some rows of a table the pulls they have missed, before they are read.</summary>
    /// <param name="distinctRows">The rows, each listed once.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public void CatchUp(ReadOnlySpan<long> distinctRows)
    {
        CheckRows(distinctRows);
        _engine.CatchUp(_slot, distinctRows);
    }

    /// <inheritdoc/>
    void IRowSink.TakeRows(ReadOnlySpan<long> distinctRows, float* gradient) => ApplyRows(distinctRows, gradient);

    /// <inheritdoc/>
    void IGradientSink.Take(long start, float* gradient, int length) => Apply(start, gradient, length);

    private PreparedUpdate Begun(bool ofRows) => _step.Update is { } update && ofRows == _isOfRows
        ? update
        : throw new InvalidOperationException(
            $"No step of parameter '{_slot.Name}' has begun: call {(ofRows ? nameof(BeginRows) : nameof(Begin))} first.");

    private void CheckRows(ReadOnlySpan<long> rows)
    {
        long count = _slot.Width == 0 ? _slot.Rows : _slot.Length / _slot.Width;
        foreach (long row in rows)
        {
            if (row < 0 || row >= count)
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"Parameter '{_slot.Name}' has rows 0 to {count - 1}.");
        }
    }
}
