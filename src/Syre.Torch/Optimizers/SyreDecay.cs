using Syre.Torch.Parameters;
using Syre.Torch.Updates;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch;

/// <summary>
/// The pull of <see cref="SyreOptions"/> as a step of its own, beside any TorchSharp optimizer: φ ← φ − lr·λ·D(φ − θ0). Switch the other
/// optimizer's own weight decay off, or both pull.
/// </summary>
/// <remarks>
/// Run it next to the other optimizer's step, while the gradients are still there: a parameter without a gradient, or with
/// <c>requires_grad</c> off, is not pulled. Before that step it acts on the old weights, as AdamW's decay does; after it, on the new ones,
/// which differs by lr·λ times the step. Parameters must be float32 and on one device; their present values fix the target.
/// </remarks>
/// <example>
/// <code>
/// using var optimizer = torch.optim.RMSProp(network.parameters(), 1e-3);
/// using var decay = new SyreDecay(network.named_parameters(), new SyreOptions { WeightDecay = 0.05 });
/// optimizer.zero_grad();
/// loss.backward();
/// optimizer.step();
/// decay.Step(optimizer);
/// </code>
/// </example>
public sealed class SyreDecay : IDisposable
{
    private readonly UpdateEngine _engine;
    private readonly ParameterGroupState _all;
    private (optim.Optimizer Optimizer, (optim.ILearningRateController Source, ParameterGroupState Group)[] Groups)? _followed;

    /// <summary>Resolves the pull's target from the parameters' present values.</summary>
    /// <param name="parameters">The parameters with their names, as <c>module.named_parameters()</c> gives them; a name decides θ0.</param>
    /// <param name="options">The pull. Default null: syre with <see cref="SyreOptions"/>' defaults.</param>
    /// <exception cref="ArgumentException">
    /// Anything is out of range or cannot be pulled, or the options ask for coupling; the message lists all violations.
    /// </exception>
    public SyreDecay(IEnumerable<(string name, Parameter parameter)> parameters, SyreOptions? options = null)
    {
        var group = new SyreParameterGroup("default", parameters);
        var violations = new Violations();
        options = SyreOptions.ForOptimizer(options, violations);
        options.AddTo(violations);
        violations.Require(
            !options.Coupled, "Coupled is true, but a step of its own cannot reach the gradient: use SyreAdamW or SyreSgd.");
        _all = new ParameterGroupState(group, learningRate: 0, options.WeightDecay!.Value);
        _engine = EngineFactory.Create(nameof(SyreDecay), [(group, _all)], options, new DecayRule(), violations);
    }

    /// <summary>λ, mutable during training. 0 (no pull at all, exactly) or above.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double WeightDecay
    {
        get => _all.WeightDecay;
        set
        {
            Arguments.RequireNotNegative(value);
            _all.WeightDecay = value;
        }
    }

    /// <summary>Pulls every parameter that is trainable and has a gradient.</summary>
    /// <param name="learningRate">lr, 0 or above.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
    public void Step(double learningRate)
    {
        Arguments.RequireNotNegative(learningRate);
        _all.LearningRate = learningRate;
        _engine.Step([_all]);
    }

    /// <summary>
    /// Pulls as <see cref="Step(double)"/>, each parameter at the present learning rate of its group in another optimizer.
    /// </summary>
    /// <param name="optimizer">The optimizer that trains the parameters.</param>
    /// <exception cref="ArgumentException">It lacks some of the parameters, or pulls by itself.</exception>
    public void Step(optim.Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (!ReferenceEquals(_followed?.Optimizer, optimizer))
            _followed = (optimizer, Follow(optimizer));
        foreach ((optim.ILearningRateController source, ParameterGroupState group) in _followed!.Value.Groups)
            (group.LearningRate, group.WeightDecay) = (source.LearningRate, _all.WeightDecay);
        _engine.Step([.. _followed.Value.Groups.Select(pair => pair.Group)]);
    }

    /// <summary>Writes what a later run needs to pull towards the same target: as <see cref="SyreOptimizer.SaveState"/>.</summary>
    /// <param name="stream">Where to; it is left open.</param>
    public void SaveState(Stream stream) => SavedState.Save(stream, nameof(SyreDecay), coupled: false, [_all], _engine);

    /// <summary>Restores what <see cref="SaveState"/> wrote: as <see cref="SyreOptimizer.LoadState"/>.</summary>
    /// <param name="stream">Where from; it is left open, at the end of the state.</param>
    /// <exception cref="InvalidDataException">The data are damaged, or of another mode or set of parameters.</exception>
    public void LoadState(Stream stream) => SavedState.Load(stream, nameof(SyreDecay), coupled: false, [_all], _engine);

    /// <summary>Frees θ0. The parameters stay as they are.</summary>
    public void Dispose() => _engine.Dispose();

    private (optim.ILearningRateController, ParameterGroupState)[] Follow(optim.Optimizer optimizer)
    {
        if (optimizer is SyreOptimizer)
        {
            throw new ArgumentException(
                "This optimizer pulls by itself. Give it the SyreOptions, and leave SyreDecay out.", nameof(optimizer));
        }
        var groups = new List<(optim.ILearningRateController, ParameterGroupState)>();
        var missing = new List<ParameterSlot>(_all.Slots);
        foreach (ParamGroup source in optimizer.ParamGroups.OfType<ParamGroup>())
        {
            var handles = source.Parameters.Select(parameter => parameter.Handle).ToHashSet();
            ParameterSlot[] slots = [.. _all.Slots.Where(slot => handles.Contains(slot.Parameter.Handle))];
            missing.RemoveAll(slots.Contains);
            var description = new SyreParameterGroup($"group {groups.Count}", []);
            groups.Add((source, new ParameterGroupState(description, 0, 0) { Slots = slots }));
        }
        if (missing.Count > 0)
        {
            throw new ArgumentException(
                $"The optimizer has no learning rate for {missing.Count} of {_all.Slots.Length} parameter(s), first '{missing[0].Name}'. " +
                "Make both from the same module, or pass a learning rate to Step.", nameof(optimizer));
        }
        return [.. groups];
    }
}
