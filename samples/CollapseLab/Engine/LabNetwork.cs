using CollapseLab.Arms;
using CollapseLab.Data;
using Syre.Cpu;
using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CollapseLab.Engine;

/// <summary>A fully connected network on the CPU engine, with one thread: the same bits on every machine.</summary>
internal sealed class LabNetwork : IDisposable
{
    private readonly NetworkOptions _options;
    private readonly CpuNetwork _network;

    /// <param name="options">What it is and how it is trained.</param>
    /// <param name="batchRows">Most rows of a step.</param>
    public LabNetwork(NetworkOptions options, int batchRows)
    {
        _options = options;
        int layers = options.Widths.Count - 1;
        Weights = [.. Enumerable.Range(0, layers).Select(i => Parameter(i, "weight", options.Widths[i] * options.Widths[i + 1]))];
        Biases = [.. Enumerable.Range(0, layers).Select(i => Parameter(i, "bias", options.Widths[i + 1]))];
        if (options.Arm.Kind == ArmKind.Frozen)
            Weights[^1].IsTrained = Biases[^1].IsTrained = true;
        if (options.Arm.Kind == ArmKind.WFix)
            Fix();
        _network = CpuNetwork.Create(
            [.. Enumerable.Range(0, layers).Select(i =>
                new CpuLayer(options.Widths[i], options.Widths[i + 1], 1, Weights[i].ForEngine, Biases[i].ForEngine)
                {
                    Activation = i < layers - 1 ? options.Activation : null,
                })],
            batchRows,
            threads: 1);
    }

    /// <summary>The matrices, <c>[inputs, units]</c>.</summary>
    public IReadOnlyList<LabParameter> Weights { get; }

    /// <summary>The biases.</summary>
    public IReadOnlyList<LabParameter> Biases { get; }

    /// <summary>All of them.</summary>
    public IEnumerable<LabParameter> Parameters => Weights.Concat(Biases);

    /// <summary>Trains on some rows in their order.</summary>
    /// <returns>The mean loss, before the step.</returns>
    public double Step(CpuRows rows, int start, int count) =>
        _network.Step(rows, start, count, new CpuLoss(_options.Loss), Syre.Cpu.Dropout.None);

    /// <summary>Trains on all rows once, in an order that the seed and a name decide.</summary>
    /// <returns>The mean loss.</returns>
    public double Epoch(CpuRows rows, int batch, string name)
    {
        rows.SetOrder([.. ImageRows.Order(rows.Count, _options.Seed, name).Select(row => (long)row)]);
        double loss = 0;
        for (int start = 0; start < rows.Count; start += batch)
        {
            int count = Math.Min(batch, rows.Count - start);
            loss += Step(rows, start, count) * count;
        }
        return loss / rows.Count;
    }

    /// <summary>Takes another arm from here on.</summary>
    public void TakeArm(Arm arm)
    {
        foreach (LabParameter parameter in Parameters)
            parameter.SetArm(arm);
        Changed();
    }

    /// <summary>Does what some arms do where a task ends and another begins.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="task">Number of the new task.</param>
    public void BeginTask(Arm arm, int task)
    {
        foreach (LabParameter parameter in Parameters)
        {
            if (arm.Kind == ArmKind.Reset)
                parameter.Reset();
            if (arm.Kind == ArmKind.ShrinkAndPerturb)
                parameter.ShrinkAndPerturb(arm.Sigma0, $"task {task}");
        }
        Changed();
    }

    /// <summary>Says that somebody has written weights.</summary>
    public void Changed() => _network.ParametersChanged();

    /// <summary>Outputs of rows, row after row.</summary>
    public float[] Outputs(ReadOnlySpan<float> features)
    {
        float[] outputs = new float[features.Length / _options.Widths[0] * _options.Widths[^1]];
        _network.Run(features, outputs);
        return outputs;
    }

    /// <summary>What a hidden layer gives for rows, row after row.</summary>
    /// <param name="features">The rows.</param>
    /// <param name="layer">The layer, from 0.</param>
    public float[] Hidden(ReadOnlySpan<float> features, int layer)
    {
        int rows = features.Length / _options.Widths[0], units = _options.Widths[layer + 1];
        float[] hidden = new float[rows * units];
        _network.Run(features, new float[rows * _options.Widths[^1]], (first, some) =>
        {
            if (some.Layer == layer)
                some.CopyTo(hidden.AsSpan(first * units));
        });
        return hidden;
    }

    /// <summary>The share of rows whose largest output is their class.</summary>
    public double Accuracy(ImageRows rows)
    {
        float[] outputs = Outputs(rows.Pixels);
        int classes = _options.Widths[^1], right = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<float> scores = outputs.AsSpan(row * classes, classes);
            int best = 0;
            for (int label = 1; label < classes; label++)
                best = scores[label] > scores[best] ? label : best;
            right += best == rows.Labels[row] ? 1 : 0;
        }
        return (double)right / rows.Count;
    }

    /// <summary>The ranks of what a hidden layer gives, uncentred.</summary>
    public RankMeasures Ranks(ReadOnlySpan<float> features, int layer)
    {
        float[] hidden = Hidden(features, layer);
        int units = _options.Widths[layer + 1];
        using Tensor matrix = tensor(hidden, [hidden.Length / units, units]);
        return Spectrum.Measure(matrix);
    }

    /// <summary>The library's collapse report of the network on labelled rows.</summary>
    public CollapseReport Report(ImageRows rows)
    {
        int layers = Weights.Count;
        using Sequential module = Sequential();
        for (int i = 0; i < layers; i++)
        {
            Linear linear = Linear(_options.Widths[i], _options.Widths[i + 1]);
            using (no_grad())
            {
                linear.weight.copy_(tensor(Weights[i].Values.ToArray(), [_options.Widths[i], _options.Widths[i + 1]]).t());
                linear.bias!.copy_(tensor(Biases[i].Values.ToArray()));
            }
            module.append(linear);
            if (i < layers - 1)
                module.append(ReLU());
        }
        return CollapseDiagnostics.Measure(
            module,
            tensor(rows.Pixels, [rows.Count, _options.Widths[0]]),
            tensor(rows.Labels).to(int64),
            new CollapseProbeOptions { Classes = _options.Widths[^1] });
    }

    /// <summary>The share of hidden units that are 0 on all rows.</summary>
    public double DeadShare(ReadOnlySpan<float> features)
    {
        int dead = 0, all = 0;
        for (int layer = 0; layer < _options.Widths.Count - 2; layer++)
        {
            float[] hidden = Hidden(features, layer);
            int units = _options.Widths[layer + 1];
            bool[] lives = new bool[units];
            for (int i = 0; i < hidden.Length; i++)
                lives[i % units] |= hidden[i] != 0;
            dead += lives.Count(life => !life);
            all += units;
        }
        return (double)dead / all;
    }

    public void Dispose() => _network.Dispose();

    private LabParameter Parameter(int layer, string name, int length) =>
        new($"layers.{layer}.{name}", length, _options.Widths[layer], _options);

    private void Fix()
    {
        for (int layer = 0; layer < Weights.Count - 1; layer++)
        {
            int inputs = _options.Widths[layer], units = _options.Widths[layer + 1];
            int count = Math.Max(1, (int)(_options.Fixed.Share * inputs));
            Weights[layer].Fix([.. Enumerable.Range(0, units).SelectMany(unit =>
                ImageRows.Order(inputs, _options.Seed, $"W-fix {layer} {unit}").Take(count).Select(input => input * units + unit))]);
        }
    }
}
