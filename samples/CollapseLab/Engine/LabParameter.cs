using CollapseLab.Arms;
using Syre.Cpu;

namespace CollapseLab.Engine;

/// <summary>One matrix or vector of a network with everything that its steps read and write.</summary>
internal sealed unsafe class LabParameter : IGradientSink
{
    private readonly NetworkOptions _options;
    private readonly float[] _values, _target, _anisotropy, _first, _second;
    private readonly SgdUpdate _sgd = new(dampening: 0, nesterov: false, coupled: true);
    private readonly AdamWUpdate _adamW;
    private readonly string _name;
    private (int[] Places, float[] Values)? _fixed;
    private PreparedUpdate _update;
    private long _step;

    /// <param name="name">Its name, by which its random numbers are made.</param>
    /// <param name="length">How many numbers.</param>
    /// <param name="inputs">Inputs of its layer.</param>
    /// <param name="options">How it is trained.</param>
    public LabParameter(string name, int length, int inputs, NetworkOptions options)
    {
        (_name, _options) = (name, options);
        _values = Pinned(length);
        _target = Pinned(length);
        _anisotropy = Pinned(length);
        _first = Pinned(length);
        _second = Pinned(length);
        _adamW = new AdamWUpdate(1e-8, options.Optimizer == OptimizerKind.Adam);
        _update = _sgd;
        Deviation = options.InitialScale / Math.Sqrt(3.0 * inputs);
        new ElementRandom(options.Seed, name).FillUniform(_values, 0, options.InitialScale / Math.Sqrt(inputs));
        options.Start?.Invoke(name, _values);
        Initial = [.. _values];
        SetArm(options.Arm);
    }

    /// <summary>The weights, which may be written to; the network must then be told.</summary>
    public Span<float> Values => _values;

    /// <summary>What they are pulled to, which may be written to.</summary>
    public Span<float> Target => _target;

    /// <summary>The initial weights before any displacement.</summary>
    public float[] Initial { get; }

    /// <summary>The standard deviation that the initial weights are drawn with, which σ0 is a multiple of.</summary>
    public double Deviation { get; }

    /// <summary>How they are pulled.</summary>
    public PullKind Pull { get; private set; }

    /// <summary>Whether steps change them. Default true.</summary>
    public bool IsTrained { get; set; } = true;

    /// <summary>λ.</summary>
    public double Lambda { get; set; }

    /// <summary>The learning rate.</summary>
    public double LearningRate { get; set; }

    /// <summary>For the engine.</summary>
    public CpuParameter ForEngine => new((float*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _values[0]), _values.Length, this);

    /// <summary>Takes another arm from here on: its target, its displacement of the present weights, its λ.</summary>
    public void SetArm(Arm arm)
    {
        Lambda = arm.Kind is ArmKind.None or ArmKind.Noise or ArmKind.Frozen or ArmKind.Dropout ? 0 : _options.Lambda;
        LearningRate = _options.LearningRate;
        Pull = Lambda == 0 ? PullKind.None : arm.Kind switch
        {
            ArmKind.L2Init or ArmKind.L2Checkpoint or ArmKind.Syre or ArmKind.SyreTheta => PullKind.Biased,
            ArmKind.SyreAdvanced => PullKind.Anisotropic,
            _ => PullKind.Plain,
        };
        Array.Clear(_target);
        if (arm.Kind is ArmKind.L2Init or ArmKind.L2Checkpoint)
            (arm.Kind == ArmKind.L2Init ? Initial : _values).CopyTo(_target, 0);
        for (int i = 0; i < _target.Length && arm.Kind == ArmKind.L2Init && arm.Sigma0 > 0; i++)
            _target[i] *= (float)arm.Sigma0;
        if (arm.IsSyre || arm.Kind is ArmKind.Noise or ArmKind.Frozen)
            Random("θ0").FillNormal(_target, 0, arm.Sigma0 * Deviation);
        if (arm.Kind == ArmKind.SyreAdvanced)
            Random("D").FillUniform(_anisotropy, 0, Math.Max(0.1 * arm.Sigma0 * Deviation, 1e-6));
        if (arm.Kind is ArmKind.SyreTheta or ArmKind.Noise)
            Displace(_target);
        if (arm.Kind == ArmKind.Frozen)
        {
            _target.CopyTo(_values, 0);
            IsTrained = false;
        }
    }

    /// <summary>Adds numbers to the weights.</summary>
    public void Displace(ReadOnlySpan<float> by)
    {
        for (int i = 0; i < _values.Length; i++)
            _values[i] += by[i];
    }

    /// <summary>Fixes some weights at random values (W-fix).</summary>
    /// <param name="places">Which.</param>
    public void Fix(int[] places)
    {
        float[] values = new float[places.Length];
        Random("W-fix").FillNormal(values, 0, _options.Fixed.Deviation * Deviation);
        _fixed = (places, values);
        Restore();
    }

    /// <summary>Random numbers of its own.</summary>
    public ElementRandom Random(string use) => new(_options.Seed, $"{_name}, {use}");

    /// <summary>Halves the weights and adds noise (Ash and Adams 2020).</summary>
    /// <param name="sigma0">The noise, as a multiple of the initial deviation.</param>
    /// <param name="use">What the noise is for.</param>
    public void ShrinkAndPerturb(double sigma0, string use)
    {
        float[] noise = new float[_values.Length];
        Random(use).FillNormal(noise, 0, sigma0 * Deviation);
        for (int i = 0; i < _values.Length; i++)
            _values[i] = _values[i] / 2 + noise[i];
    }

    /// <summary>Goes back to the initial weights, and forgets the optimizer's state.</summary>
    public void Reset()
    {
        Initial.CopyTo(_values, 0);
        Array.Clear(_first);
        Array.Clear(_second);
        _step = 0;
    }

    /// <inheritdoc/>
    public void Begin()
    {
        _step++;
        if (_options.Optimizer == OptimizerKind.Sgd)
            _sgd.Prepare(0, LearningRate, Lambda, isFirst: false);
        else
            _adamW.Prepare(0.9, 0.999, LearningRate, Lambda, _step);
        _update = _options.Optimizer == OptimizerKind.Sgd ? _sgd : _adamW;
    }

    /// <inheritdoc/>
    public void Take(long start, float* gradient, int length)
    {
        if (!IsTrained)
            return;
        fixed (float* values = _values, target = _target, anisotropy = _anisotropy, first = _first, second = _second)
        {
            var whole = new Segment
            {
                Weight = values + start, Gradient = gradient, First = first + start, Second = second + start, Bias = target + start,
                Anisotropy = anisotropy + start, Length = length,
            };
            _update.Apply(whole, Pull);
        }
        if (_fixed is not null)
            Restore();
    }

    private void Restore()
    {
        (int[] places, float[] values) = _fixed!.Value;
        for (int i = 0; i < places.Length; i++)
            _values[places[i]] = values[i];
    }

    private static float[] Pinned(int length) => GC.AllocateArray<float>(length, pinned: true);
}
