using Syre.Cpu;
using Syre.Torch.Parameters;
using static TorchSharp.torch;

namespace Syre.Torch.Decay;

/// <summary>What the parameters of one layout are pulled towards: resolves σ0 and b of each, and provides θ0 and ξ.</summary>
internal sealed class PullTarget : IDisposable
{
    /// <summary>Added to a name for the random numbers of columns that the first training had not; no module has such a name.</summary>
    private const string LaterColumns = "\0later columns";

    private readonly ParameterLayout _layout;
    private readonly StaticBiasStorage _storage;
    private FlatVector? _bias, _anisotropy;

    /// <summary>Resolves the target of every slot from the parameters' present values.</summary>
    /// <param name="layout">The parameters.</param>
    /// <param name="options">The options, with a number for everything: <see cref="SyreOptions.ForOptimizer"/>.</param>
    /// <param name="violations">What is found wrong.</param>
    public PullTarget(ParameterLayout layout, SyreOptions options, Violations violations)
    {
        _layout = layout;
        Mode = options.Mode;
        _storage = options.StaticBiasStorage;
        Seed = options.Seed!.Value;
        foreach (ParameterSlot slot in layout.Slots)
        {
            double? nominal = options.Preset == SyrePreset.None ? null : slot.InitialDeviation ?? NominalScale.Of(slot, layout.Slots);
            slot.IsPulled = options.Mode != DecayMode.None && (options.Parameters?.Invoke(slot.Name, slot.Parameter) ?? true)
                && (options.Preset == SyrePreset.None || nominal is not null);
            if (slot.IsPulled && options.HasStaticBias)
            {
                StaticBiasOrigin? origin = options.Origins?.GetValueOrDefault(slot.Name);
                slot.Order = ElementOrder.Create(slot.Name, slot.Parameter, origin, violations);
                slot.InitialDeviation =
                    nominal ?? origin?.InitialDeviation ?? slot.InitialDeviation ?? InitialScale.Of(slot.Parameter);
                slot.Sigma0 = options.Sigma0!.Value * slot.InitialDeviation.Value;
                violations.Require(double.IsFinite(slot.Sigma0),
                    $"Parameter '{slot.Name}' has values that are not finite, so σ0 cannot be a multiple " +
                    "of their deviation. Initialise the module, or load finite weights, before making the optimizer.");
                if (Mode == DecayMode.SyreAdvanced)
                    slot.Anisotropy = options.Anisotropy ?? Math.Max(0.1 * slot.Sigma0, SyreOptions.SmallestAnisotropy);
            }
        }
        if (violations.Any)
            return;
        Refresh();
        if (Mode == DecayMode.L2Init)
            KeepInitialValues();
        if (options.IsDisplaced)
            Displace();
    }

    public DecayMode Mode { get; }

    /// <summary>
    /// The seed of θ0 and ξ. After it, or a slot's σ0 or b, was changed, <see cref="Refresh"/> brings the vectors up to date.
    /// </summary>
    public long Seed { get; set; }

    /// <summary>The vector of initial values of <see cref="DecayMode.L2Init"/>, which no seed gives back.</summary>
    public FlatVector? InitialValues => Mode == DecayMode.L2Init ? _bias : null;

    /// <summary>True if the kernel needs θ0 from <see cref="Generate"/>, block by block.</summary>
    public bool IsRegenerated => HasStaticBias && _storage == StaticBiasStorage.Regenerated;

    /// <summary>How a slot is pulled under weight decay <paramref name="weightDecay"/>.</summary>
    public PullKind KindOf(ParameterSlot slot, double weightDecay) => !slot.IsPulled || weightDecay == 0
        ? PullKind.None
        : Mode switch
        {
            DecayMode.None => PullKind.None,
            DecayMode.Plain => PullKind.Plain,
            DecayMode.SyreAdvanced => PullKind.Anisotropic,
            _ => PullKind.Biased,
        };

    /// <summary>The stored θ0 of a slot, or null.</summary>
    public unsafe float* Bias(ParameterSlot slot) => _bias is null ? null : _bias.Pointer(slot);

    /// <summary>The stored ξ of a slot, or null.</summary>
    public unsafe float* Anisotropy(ParameterSlot slot) => _anisotropy is null ? null : _anisotropy.Pointer(slot);

    /// <summary>θ0 and ξ of a run of elements, as tensors of the layout's device; whoever calls disposes them.</summary>
    public (Tensor? Bias, Tensor? Anisotropy) Tensors(IReadOnlyList<ParameterSlot> slots, long offset, long length)
    {
        if (!IsRegenerated)
            return (_bias?.View(offset, length), _anisotropy?.View(offset, length));
        var biases = new float[length];
        var anisotropies = Mode == DecayMode.SyreAdvanced ? new float[length] : [];
        foreach (ParameterSlot slot in slots)
        {
            int at = (int)(slot.Offset - offset), count = (int)slot.Length;
            Generate(slot, 0, biases.AsSpan(at, count), anisotropies.Length == 0 ? [] : anisotropies.AsSpan(at, count));
        }
        return (tensor(biases, device: _layout.Device), anisotropies.Length == 0 ? null : tensor(anisotropies, device: _layout.Device));
    }

    /// <summary>θ0 and ξ of some rows of a table, [rows, width]; whoever calls disposes them.</summary>
    public (Tensor? Bias, Tensor? Anisotropy) Tensors(ParameterSlot slot, ReadOnlySpan<long> rows, Tensor index)
    {
        if (!IsRegenerated)
            return (Select(_bias), Select(_anisotropy));
        int width = slot.Width;
        var biases = new float[rows.Length * width];
        var anisotropies = Mode == DecayMode.SyreAdvanced ? new float[biases.Length] : [];
        for (int i = 0; i < rows.Length; i++)
        {
            Generate(slot, rows[i] * width, biases.AsSpan(i * width, width),
                anisotropies.Length == 0 ? [] : anisotropies.AsSpan(i * width, width));
        }
        return (Send(biases), anisotropies.Length == 0 ? null : Send(anisotropies));

        Tensor? Select(FlatVector? vector)
        {
            if (vector is null)
                return null;
            using Tensor view = vector.View(slot.Offset, slot.Length);
            using Tensor table = view.view(slot.Rows, slot.Width);
            return table[TensorIndex.Tensor(index)];
        }

        Tensor Send(float[] values)
        {
            using Tensor flat = tensor(values, device: _layout.Device);
            return flat.reshape(-1, width);
        }
    }

    /// <summary>Writes θ0, and ξ where it is asked for, of a slot's elements from <paramref name="start"/> on.</summary>
    public void Generate(ParameterSlot slot, long start, Span<float> biases, Span<float> anisotropies)
    {
        var random = new ElementRandom(Seed, slot.Name);
        if (slot.Order is not { } order)
        {
            random.FillNormal(biases, start, slot.Sigma0);
            random.FillUniform(anisotropies, start, slot.Anisotropy);
            return;
        }
        var later = new ElementRandom(Seed, slot.Name + LaterColumns);
        order.Fill(
            biases, start, (run, at) => random.FillNormal(run, at, slot.Sigma0), (run, at) => later.FillNormal(run, at, slot.Sigma0));
        order.Fill(
            anisotropies, start, (run, at) => random.FillUniform(run, at, slot.Anisotropy),
            (run, at) => later.FillUniform(run, at, slot.Anisotropy));
    }

    /// <summary>Makes the stored vectors those of the present seed, σ0 and b.</summary>
    public void Refresh()
    {
        if (IsRegenerated || !HasStaticBias)
            return;
        _bias ??= new FlatVector(_layout);
        if (Mode == DecayMode.SyreAdvanced)
            _anisotropy ??= new FlatVector(_layout);
        foreach (ParameterSlot slot in _layout.Slots.Where(slot => slot.IsPulled))
        {
            var values = new float[slot.Length];
            Generate(slot, 0, values, []);
            _bias.Write(slot, values);
            if (_anisotropy is null)
                continue;
            Generate(slot, 0, [], values);
            _anisotropy.Write(slot, values);
        }
    }

    private bool HasStaticBias => Mode is DecayMode.Syre or DecayMode.SyreAdvanced;

    public void Dispose()
    {
        _bias?.Dispose();
        _anisotropy?.Dispose();
    }

    /// <summary>φ ← φ + θ0.</summary>
    private void Displace()
    {
        using var _ = no_grad();
        foreach (ParameterSlot slot in _layout.Slots.Where(slot => slot is { IsPulled: true, Decays: true }))
        {
            (Tensor? bias, Tensor? anisotropy) = Tensors([slot], slot.Offset, slot.Length);
            using (bias)
            using (anisotropy)
            using (Tensor shaped = bias!.reshape(slot.Parameter.shape))
                slot.Parameter.Add_(shaped);
        }
    }

    private void KeepInitialValues()
    {
        _bias = new FlatVector(_layout);
        using var _ = no_grad();
        foreach (ParameterSlot slot in _layout.Slots.Where(slot => slot.IsPulled))
        {
            using Tensor view = _bias.View(slot.Offset, slot.Length);
            using Tensor values = slot.Parameter.reshape(-1);
            view.copy_(values);
        }
    }
}
