using Syre.Torch.Optimizers;
using Syre.Torch.Parameters;
using Syre.Torch.Updates;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>
/// What <see cref="SyreAdamW"/> and <see cref="SyreSgd"/> have in common: a TorchSharp optimizer that pulls the weights as its
/// <see cref="SyreOptions"/> say, and works with TorchSharp's learning-rate schedulers and gradient clipping.
/// </summary>
/// <remarks>
/// <para>Parameters must be float32 and on one device; make the optimizer after moving the module there. A parameter without a
/// gradient, or with <c>requires_grad</c> off, gets neither update nor pull in that step; one that comes under two names is updated
/// once. Weights are written behind autograd's back: do not run backward through a graph from before a step.</para>
/// <para>On the CPU a step is one pass over memory for each parameter. On other devices the parameters become views into one tensor,
/// which stays theirs after the optimizer is disposed, and a step is a few operations on the whole.</para>
/// <para>A table [rows, width] whose gradient is sparse (an Embedding or EmbeddingBag with <c>sparse: true</c>) is updated by rows, at a
/// cost that does not grow with the table. Rows of the gradient get the update; the moments of other rows stand still, as in PyTorch's
/// SparseAdam, while the step count that corrects their bias is the table's. Every row is pulled all the same: one that is not in the
/// gradient gets the pulls it misses at once, φ ← θ0 + (φ − θ0)·Π(1 − lr·λ·D), when it next is, or from <see cref="CatchUp()"/>. Call
/// that before evaluating or saving the network. A gradient is taken at weights that lack the missed pulls, unless
/// <see cref="CatchUp(Parameter, Tensor)"/> is given the batch's rows before the forward pass: then the run is that of the dense form.
/// Refused are coupled pulls, and other shapes. A step with lr·λ of 1 or more passes over the whole table, and so may one under
/// <see cref="DecayMode.SyreAdvanced"/> where lr·λ and b are both large; a padding row is pulled like any other. It costs 8 bytes a row,
/// 32 under SyreAdvanced. Measured with SyreAdamW on one core, 256 random rows of 32, stored θ0: 74 µs a step in a table of 10 000 rows and
/// 121 µs in one of 1 000 000, which no cache holds; TorchSharp's own lookup and its gradient grow alike, 37 to 53 µs.</para>
/// <para><c>torch.nn.utils.clip_grad_norm_</c> measures the norm of sparse gradients but leaves them as they are, and
/// <c>clip_grad_value_</c> fails on them: use <see cref="ClipGradientNorm"/>.</para>
/// </remarks>
public abstract class SyreOptimizer : optim.Optimizer
{
    private readonly UpdateEngine _engine;
    private readonly List<ParameterGroupState> _groups;
    private readonly bool _coupled;

    /// <summary>Checks everything at once, lays out the parameters and resolves the pull's target from their present values.</summary>
    /// <param name="groups">The parameter groups.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="options">The pull, or null for the defaults.</param>
    /// <param name="violations">What the derived class has found wrong so far.</param>
    /// <param name="makeGroup">Makes the state of a group.</param>
    /// <param name="makeRule">Makes the update rule, coupled or not.</param>
    private protected SyreOptimizer(
        IEnumerable<SyreParameterGroup> groups, double learningRate, SyreOptions? options, Violations violations,
        Func<SyreParameterGroup, double, ParameterGroupState> makeGroup, Func<bool, IUpdateRule> makeRule)
        : base(IntPtr.Zero)
    {
        ArgumentNullException.ThrowIfNull(groups);
        options = SyreOptions.ForOptimizer(options, violations);
        violations.RequireNotNegative(learningRate, "lr", "0 stops all learning.");
        options.AddTo(violations);
        (SyreParameterGroup Description, ParameterGroupState State)[] pairs =
            [.. groups.Select(group => (group, makeGroup(group, options.WeightDecay!.Value)))];
        _engine = EngineFactory.Create(GetType().Name, pairs, options, makeRule(options.Coupled), violations);
        _groups = [.. pairs.Select(pair => pair.State)];
        _coupled = options.Coupled;
    }

    /// <summary>
    /// The learning rate. Setting it sets every group's to this times the group's factor; reading it after a scheduler has set the
    /// groups gives the first group's over its factor. 0 or above.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double LearningRate
    {
        get => _groups.Find(group => group.LearningRateFactor != 0) is { } group ? group.LearningRate / group.LearningRateFactor : 0;
        set
        {
            Arguments.RequireNotNegative(value);
            foreach (ParameterGroupState group in _groups)
                group.LearningRate = value * group.LearningRateFactor;
        }
    }

    /// <summary>
    /// λ. Setting it sets every group's to this times the group's factor, from the next step on: a schedule of the decay does that.
    /// 0 (no pull at all, exactly) or above.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double WeightDecay
    {
        get => _groups.Find(group => group.WeightDecayFactor != 0) is { } group ? group.WeightDecay / group.WeightDecayFactor : 0;
        set
        {
            Arguments.RequireNotNegative(value);
            foreach (ParameterGroupState group in _groups)
                group.WeightDecay = value * group.WeightDecayFactor;
        }
    }

    /// <summary>
    /// The deviation that σ0 is a multiple of, by parameter, as it was when the optimizer was made; of parameters that are pulled towards a
    /// random θ0. A later training that goes on from these weights takes it as <see cref="StaticBiasOrigin.InitialDeviation"/>.
    /// </summary>
    public IReadOnlyDictionary<string, double> InitialDeviations => _engine.Layout.Slots
        .Where(slot => slot.IsPulled && _engine.Target.Mode is DecayMode.Syre or DecayMode.SyreAdvanced)
        .ToDictionary(slot => slot.Name, slot => slot.InitialDeviation!.Value);

    /// <summary>The groups, in the order given, as schedulers want them.</summary>
    public override IEnumerable<optim.ILearningRateController> ParamGroups => _groups;

    /// <summary>The distinct parameter tensors, in the order given.</summary>
    public override IEnumerable<Parameter> parameters() => _engine.Layout.Slots.Select(slot => slot.Parameter);

    /// <summary>
    /// Drops the gradients (PyTorch's <c>set_to_none</c>, its default): the next backward hands over fresh ones, which saves clearing
    /// and adding. A parameter that the next loss does not reach then has no gradient and is left alone by <see cref="step"/>.
    /// </summary>
    public override void zero_grad()
    {
        foreach (ParameterSlot slot in _engine.Layout.Slots)
            slot.Parameter.grad = null;
    }

    /// <summary>Updates every parameter that is trainable and has a gradient; the gradients are left as they are.</summary>
    /// <param name="closure">Evaluates the loss and its gradients first. Default null: the gradients are there already.</param>
    /// <returns>What the closure returned, or null without one.</returns>
    /// <exception cref="NotSupportedException">
    /// A gradient is sparse, and the pull is coupled, or the parameter is no contiguous table [rows, width].
    /// </exception>
    public override Tensor? step(Func<Tensor>? closure = null)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using var _ = enable_grad();
            loss = closure();
        }
        _engine.Step(_groups);
        return loss;
    }

    /// <summary>Steps of one parameter with gradients that are in no tensor, piece by piece.</summary>
    /// <param name="parameter">One of this optimizer's parameters: contiguous, on the CPU.</param>
    /// <returns>What is to be made once and used for every step; <see cref="step"/> and it may take turns.</returns>
    /// <exception cref="ArgumentException">The parameter is none of this optimizer's, not contiguous, or not on the CPU.</exception>
    public DirectUpdate Direct(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ParameterSlot slot = _engine.Layout.SlotOf(parameter) ?? throw new ArgumentException(
            "The parameter is none of this optimizer's. Make the optimizer from its module.", nameof(parameter));
        return _engine.Direct(_groups.Find(group => group.Slots.Contains(slot))!, slot);
    }

    /// <summary>
    /// Gives every row of every sparsely updated table the pulls it has missed. Call it before evaluating or saving the network, and
    /// before disposing the optimizer; it passes over the tables that missed any, and does nothing else.
    /// </summary>
    public void CatchUp() => _engine.CatchUp();

    /// <summary>
    /// Gives some rows of a table the pulls they have missed; called before the forward pass with the rows it will read, so that the
    /// loss is that of weights that are up to date. Its cost does not grow with the table.
    /// </summary>
    /// <param name="table">The table, one of this optimizer's parameters.</param>
    /// <param name="rows">Row numbers: integers of any shape, in any order, also repeated.</param>
    /// <exception cref="ArgumentException">The table is none of this optimizer's parameters.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public void CatchUp(Parameter table, Tensor rows) => _engine.CatchUp(table, rows);

    /// <summary>
    /// Scales all gradients, dense and sparse, by one factor so that their joint Euclidean norm is at most <paramref name="maxNorm"/>. For
    /// sparse gradients, which <c>torch.nn.utils.clip_grad_norm_</c> measures but leaves unscaled.
    /// </summary>
    /// <param name="maxNorm">The largest norm allowed, above 0.</param>
    /// <returns>The norm before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The largest norm is not above 0.</exception>
    /// <exception cref="NotSupportedException">A gradient is sparse but not by rows of a table.</exception>
    public double ClipGradientNorm(double maxNorm) => GradientNorm.Clip(_engine.Layout.Slots, maxNorm);

    /// <summary>Not supported: parameters of a TorchSharp group have no names, and names decide θ0.</summary>
    /// <param name="param_group">A group.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void add_param_group(ParamGroup param_group) => throw new NotSupportedException(
        "A TorchSharp ParamGroup has no parameter names, which decide θ0. Give all groups to the constructor, as SyreParameterGroup.");

    /// <summary>
    /// Writes everything that a later run needs to continue bit for bit, except the weights: moments, step counts, learning rates,
    /// weight decays, the seed, each parameter's resolved σ0 and b, and the pulls that rows of sparsely updated tables have missed. These
    /// belong to the weights as they are now: save both without a step or <see cref="CatchUp()"/> between.
    /// </summary>
    /// <param name="stream">Where to; it is left open.</param>
    /// <remarks>
    /// Little-endian. Magic "SYREOPT1"; int32 version; string optimizer; int32 mode; bool coupled; int64 seed; int32 group count, then
    /// per group: string name, double learning rate, initial learning rate, weight decay, int32 count and doubles of the optimizer's own
    /// coefficients; int32 parameter count, then per parameter: string name, int64 length, int64 steps, bool pulled, double σ0, double b;
    /// int32 vector count, then per vector the float32 elements of every parameter in turn. Version 2, written only if a row has missed a
    /// pull, goes on with, per parameter: int32 number of terms, and if it is not 0, doubles: the running sums, one a term, and for
    /// every row its sums at its last pull. A string is a LEB128 byte count and UTF-8.
    /// </remarks>
    public void SaveState(Stream stream) => SavedState.Save(stream, GetType().Name, _coupled, _groups, _engine);

    /// <summary>
    /// Restores what <see cref="SaveState"/> wrote, into an optimizer made for the same parameters. Seed, σ0, b and which parameters
    /// are pulled are the saved ones, whatever the options say now. Nothing changes if it throws.
    /// </summary>
    /// <param name="stream">Where from; it is left open, at the end of the state.</param>
    /// <exception cref="InvalidDataException">
    /// The data are damaged, or of another optimizer, mode, coupling or set of parameters; the message says what differs.
    /// </exception>
    public void LoadState(Stream stream) => SavedState.Load(stream, GetType().Name, _coupled, _groups, _engine);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _engine.Dispose();
        base.Dispose(disposing);
    }

    private protected void ForEachGroup<TGroup>(Action<TGroup> action)
        where TGroup : ParameterGroupState
    {
        foreach (TGroup group in _groups.Cast<TGroup>())
            action(group);
    }

    private protected TGroup FirstGroup<TGroup>()
        where TGroup : ParameterGroupState => (TGroup)_groups[0];
}
