using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Runtime;
using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Fitting;

/// <summary>A linear model on two inputs, dense or sparse.</summary>
internal sealed class TwoInputNetwork : ScoringNetwork
{
    private readonly SparseNtkLinear _vector, _key;

    public TwoInputNetwork(RowStore rows)
        : base(nameof(TwoInputNetwork), new TextSpec(rows[0].Features, 1, 1, 1))
    {
        _vector = new SparseNtkLinear(rows[0].Features, 1, 1, CPU);
        _key = new SparseNtkLinear(rows[1].Features, 1, 1, CPU);
        register_module("vector", _vector);
        register_module("key", _key);
    }

    public override IReadOnlyList<FeatureStorage> Storage => [FeatureStorage.Dense, FeatureStorage.Dense];

    public override IReadOnlyList<nn.Module> HiddenReaders => [];

    public override Tensor forward(Tensor input) => throw new NotSupportedException();

    public override Tensor Forward(in Batch rows) => _vector.Forward(rows[0]).add(_key.Forward(rows[1]), HeldScalar.One);

    public override IReadOnlyList<InputTable> Tables => [new(_vector.Weight), new(_key.Weight, Input: 1)];

    public override NetworkTrace Trace(in Batch rows) => new(Bounded(Forward(rows)), []);

    public override IReadOnlyList<ObservedLayer> DescribeHidden() => [];

    public override void Initialize(RowStore rows, RowOrder trainingRows, WeightRandom random)
    {
        _vector.Clear();
        _key.Clear();
    }

    public override IEnumerable<SyreParameterGroup> ParameterGroups()
    {
        (string, Parameter)[] weights = [("vector.weight", _vector.Weight), ("key.weight", _key.Weight)];
        (string, Parameter)[] biases = [("vector.bias", _vector.Bias), ("key.bias", _key.Bias)];
        yield return new SyreParameterGroup("weights", weights) { InitialDeviation = 1 };
        yield return new SyreParameterGroup("biases", biases) { WeightDecayFactor = 0 };
    }
}
