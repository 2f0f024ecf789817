using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Training;

/// <summary>Steps by libtorch's autograd: any network, any device.</summary>
/// <param name="objective">What is learnt, fitted to the labels.</param>
/// <param name="run">The training.</param>
/// <param name="options">The options.</param>
/// <param name="training">Rows to train on.</param>
/// <param name="validation">Rows held back, or null.</param>
/// <param name="cancellation">Asked between blocks of rows held back.</param>
internal sealed class AutogradStep(
    Objective objective, TrainingRun run, SyreTrainerOptions options, LabelledRows training, LabelledRows? validation,
    Cancellation cancellation) : ITrainingStep
{

    private readonly ScoringNetwork _network = run.Network;
    private readonly BatchStep _step = new(objective, run.Network, run.Optimizer, options);
    private readonly Tensor _lossSum = zeros(1, float32, device: training.Order.OnDevice.device).DetachFromDisposeScope();

    public void BeginEpoch()
    {
        _network.train();
        _lossSum.zero_();
    }

    public void Run(int start, int count, StepTerms terms)
    {
        _network.BeginStep(terms.Number, terms.Dropout, terms.Progress);
        using var scope = NewDisposeScope();
        (Batch inputs, LabelledBatch labels) = training.Batch(start, count);
        _lossSum.Add_(_step.Run(inputs, labels), count);
    }

    public double EndEpoch()
    {
        run.Optimizer.CatchUp();
        return _lossSum.item<float>() / (double)training.Count;
    }

    public float[] Outputs()
    {
        _network.eval();
        using var _ = no_grad();
        int size = _network.JudgedSize, block = _network.BlockRows;
        var outputs = new float[validation!.Count * size];
        for (int start = 0; start < validation.Count; start += block)
        {
            cancellation.CheckContext();
            using var scope = NewDisposeScope();
            int count = Math.Min(block, validation.Count - start);
            HostValues.Copy<float>(_network.Judged(validation.Batch(start, count).Inputs)).CopyTo(outputs, start * size);
        }
        return outputs;
    }

    public void Dispose() => _lossSum.Dispose();
}
