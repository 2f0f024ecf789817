using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Syre.Torch.Tests.Diagnostics;

/// <summary>Networks of which not every layer is one after another.</summary>
internal static class Networks
{
    /// <summary>A module of named parts and a function of them.</summary>
    public sealed class Graph : Module<Tensor, Tensor>
    {
        private readonly Func<Graph, Tensor, Tensor> _function;
        private readonly Dictionary<string, Module> _parts = [];

        public Graph(Func<Graph, Tensor, Tensor> function, params (string Name, Module Part)[] parts)
            : base(nameof(Graph))
        {
            _function = function;
            foreach ((string partName, Module part) in parts)
            {
                _parts.Add(partName, part);
                register_module(partName, part);
            }
        }

        public Module<Tensor, Tensor> this[string part] => (Module<Tensor, Tensor>)_parts[part];

        public T Part<T>(string part)
            where T : Module => (T)_parts[part];

        public override Tensor forward(Tensor input) => _function(this, input);
    }

    /// <summary>x·W·3 with W <c>[inputs, outputs]</c>.</summary>
    public sealed class ScaledLinear : Module<Tensor, Tensor>, IUnitLayer
    {
        private readonly Parameter _weight;

        public ScaledLinear(int inputs, int outputs)
            : base(nameof(ScaledLinear))
        {
            _weight = new Parameter(randn(inputs, outputs));
            register_parameter("weight", _weight);
        }

        public override Tensor forward(Tensor input) => 3 * input.mm(_weight);

        public Tensor UnitWeights() => 3 * _weight.t();

        public Tensor? UnitBias() => null;

        protected override void RegisterComponents()
        {
        }
    }

    public static Graph Functional() => new(
        (net, x) => net["b"].call(functional.relu(net["a"].call(x))), ("a", Linear(5, 7)), ("b", Linear(7, 2)));

    public static Graph Residual() => new((net, x) =>
    {
        Tensor stream = net["first"].call(x);
        return net["last"].call(stream + net["down"].call(functional.relu(net["up"].call(stream))));
    }, ("first", Linear(5, 6)), ("up", Linear(6, 9)), ("down", Linear(9, 6)), ("last", Linear(6, 2)));

    public static Graph Concatenation() => new((net, x) =>
        net["last"].call(cat([net["left"].call(x).relu(), net["right"].call(x).relu()], 1)),
        ("left", Linear(5, 4)), ("right", Linear(5, 4)), ("last", Linear(8, 2)));

    /// <summary>Two branches, each with a hidden layer, one after the other.</summary>
    public static Graph Branches() => new((net, x) =>
    {
        Tensor left = net["left1"].call(x).relu(), right = net["right1"].call(x).tanh();
        return net["left2"].call(left) + net["right2"].call(right);
    }, ("left1", Linear(5, 4)), ("right1", Linear(5, 4)), ("left2", Linear(4, 2)), ("right2", Linear(4, 2)));

    /// <summary>Rows of 3 positions with 5 features, one head of width 6.</summary>
    public static Graph SelfAttention() => new((net, x) =>
    {
        Tensor tokens = net["embed"].call(x);
        Tensor q = net["q"].call(tokens), k = net["k"].call(tokens), v = net["v"].call(tokens);
        return net["out"].call(net["o"].call(q.matmul(k.transpose(1, 2)).softmax(-1).matmul(v)).relu().mean([1]));
    }, ("embed", Linear(5, 6)), ("q", Linear(6, 6)), ("k", Linear(6, 6)), ("v", Linear(6, 6)), ("o", Linear(6, 8)), ("out", Linear(8, 2)));

    public static Graph WithMultiheadAttention() => new((net, x) =>
    {
        Tensor tokens = net["embed"].call(x.transpose(0, 1));
        Tensor mixed = net.Part<MultiheadAttention>("attention").call(tokens, tokens, tokens, null, true, null).Item1;
        return net["out"].call(mixed.mean([0]));
    }, ("embed", Linear(5, 6)), ("attention", MultiheadAttention(6, 2)), ("out", Linear(6, 2)));

    public static Graph UsedTwice()
    {
        Linear shared = Linear(5, 5);
        return new Graph((net, x) => net["last"].call(net["shared"].call(net["shared"].call(x).relu()).relu()), ("shared", shared),
            ("last", Linear(5, 2)));
    }

    public static Sequential Convolutional() => Sequential(
        Conv2d(2, 6, 3), BatchNorm2d(6), ReLU(), MaxPool2d(2), Conv2d(6, 4, 3), ReLU(), Flatten(), Linear(4 * 2 * 2, 7), Tanh(),
        Linear(7, 3));
}
