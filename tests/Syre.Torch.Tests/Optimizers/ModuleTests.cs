using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Syre.Torch.Tests.Optimizers;

/// <summary>
/// The optimizers train any TorchSharp module: every parameter moves, the loss falls, and memory and whole tensors agree.
/// </summary>
[TestClass]
public sealed class ModuleTests
{
    [NoTensorLeaks]
    public void Multilayer_perceptron() => Check(
        () => Sequential(Linear(6, 16), ReLU(), Linear(16, 16), ReLU(), Linear(16, 3)), [8, 6], (net, x) => ((Sequential)net).call(x));

    [NoTensorLeaks]
    public void Convolution_with_batch_norm() => Check(
        () => Sequential(Conv2d(2, 5, 3), BatchNorm2d(5), ReLU(), AdaptiveAvgPool2d(1), Flatten(), Linear(5, 3)),
        [6, 2, 7, 7], (net, x) => ((Sequential)net).call(x));

    [NoTensorLeaks]
    public void Layer_norm() => Check(
        () => Sequential(Linear(6, 10), LayerNorm(10), GELU(), Linear(10, 3)), [8, 6], (net, x) => ((Sequential)net).call(x));

    [NoTensorLeaks]
    public void Multihead_attention() => Check(
        () => MultiheadAttention(8, 2), [5, 4, 8],
        (net, x) => ((MultiheadAttention)net).call(x, x, x, null, true, null).Item1.mean([0]).narrow(1, 0, 3));

    [NoTensorLeaks]
    public void Transformer_encoder() => Check(
        () => TransformerEncoder(TransformerEncoderLayer(8, 2, 16, dropout: 0), 2), [5, 4, 8],
        (net, x) => ((TransformerEncoder)net).call(x, null!, null!).mean([0]).narrow(1, 0, 3));

    [NoTensorLeaks]
    public void Long_short_term_memory() => Check(
        () => LSTM(6, 7), [5, 4, 6], (net, x) => ((LSTM)net).call(x, null).Item1.mean([0]).narrow(1, 0, 3));

    [NoTensorLeaks]
    public void Gated_recurrent_unit() => Check(
        () => GRU(6, 7), [5, 4, 6], (net, x) => ((GRU)net).call(x, null!).Item1.mean([0]).narrow(1, 0, 3));

    [NoTensorLeaks]
    public void Embedding_table() => Check(
        () => Sequential(Embedding(11, 6), Linear(6, 3)), [8],
        (net, x) => ((Sequential)net).call((x * 100).to_type(ScalarType.Int64).remainder(11)), everyElementMoves: false);

    [NoTensorLeaks]
    public void Tied_weights() => Check(() => new TiedNetwork(), [8, 5], (net, x) => ((TiedNetwork)net).call(x).narrow(1, 0, 3));

    private static void Check(Func<nn.Module> make, long[] input, Func<nn.Module, Tensor, Tensor> forward, bool everyElementMoves = true)
    {
        var options = new SyreOptions { Mode = DecayMode.SyreAdvanced, WeightDecay = 0.1 };
        Train(make, input, forward, everyElementMoves, parameters => new SyreAdamW(parameters, lr: 0.01, options: options));

        // Adam would make a step of full size from a gradient that is only rounding, as that of a bias before batch norm is.
        SyreSgd Sgd(IEnumerable<(string, Parameter)> parameters, bool wholeTensors) =>
            new(parameters, lr: 0.02, momentum: 0.9, options: options with { UsesWholeTensors = wholeTensors });
        float[][] memory = Train(make, input, forward, everyElementMoves, parameters => Sgd(parameters, wholeTensors: false));
        float[][] whole = Train(make, input, forward, everyElementMoves, parameters => Sgd(parameters, wholeTensors: true));
        for (int i = 0; i < memory.Length; i++)
            Numbers.AreClose(memory[i], whole[i], 1e-4, $"parameter {i}");
    }

    private static float[][] Train(
        Func<nn.Module> make, long[] input, Func<nn.Module, Tensor, Tensor> forward, bool everyElementMoves,
        Func<IEnumerable<(string, Parameter)>, SyreOptimizer> makeOptimizer)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        nn.Module network = make();
        Tensor x = randn(input), target = randn(input.Length == 3 ? input[1] : input[0], 3);
        float[][] before = [.. network.parameters().Select(Numbers.Of)];
        using SyreOptimizer optimizer = makeOptimizer(network.named_parameters());
        (float first, float last) = Training.Run(optimizer, 12, () => functional.mse_loss(forward(network, x), target));
        float[][] after = [.. network.parameters().Select(Numbers.Of)];

        Assert.IsLessThan(first, last);
        for (int i = 0; i < before.Length; i++)
        {
            float[] old = before[i], now = after[i];
            Assert.IsTrue(now.All(float.IsFinite));
            int moved = Enumerable.Range(0, old.Length).Count(j => old[j] != now[j]);
            Assert.IsTrue(everyElementMoves ? moved == old.Length : moved > 0, $"parameter {i}: {moved} of {old.Length} elements moved");
        }
        network.Dispose();
        return after;
    }

    /// <summary>An autoencoder whose decoder shares the encoder's square weight.</summary>
    private sealed class TiedNetwork : Module<Tensor, Tensor>
    {
        private readonly Linear _encoder = Linear(5, 5);
        private readonly Linear _decoder = Linear(5, 5);

        public TiedNetwork()
            : base(nameof(TiedNetwork))
        {
            _decoder.weight = _encoder.weight;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => _decoder.call(functional.tanh(_encoder.call(input)));

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _encoder.Dispose();
                _decoder.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
