using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Persistence;

/// <summary>y = x + f(x)·gain: a user's own module that can be exported.</summary>
internal sealed class Residual : nn.Module<Tensor, Tensor>, IOnnxExportable
{
    private readonly nn.Module<Tensor, Tensor> _inner;
    private readonly Parameter _gain;

    public Residual(nn.Module<Tensor, Tensor> inner, long features)
        : base(nameof(Residual))
    {
        _inner = inner;
        _gain = new Parameter(ones(features));
        register_module("inner", inner);
        register_parameter("gain", _gain);
    }

    public override Tensor forward(Tensor input) => input + _inner.forward(input) * _gain;

    public string ToOnnx(OnnxExportContext context, string input)
    {
        string change = context.Graph.AddNode("Mul", [context.Export(_inner, "inner", input), context.AddState("gain", _gain)]);
        return context.Graph.AddNode("Add", [input, change]);
    }
}

/// <summary>Applies its child twice.</summary>
internal sealed class Twice : nn.Module<Tensor, Tensor>, IOnnxExportable
{
    private readonly nn.Module<Tensor, Tensor> _child;

    public Twice(nn.Module<Tensor, Tensor> child)
        : base(nameof(Twice))
    {
        _child = child;
        register_module("child", child);
    }

    public override Tensor forward(Tensor input) => _child.forward(_child.forward(input));

    public string ToOnnx(OnnxExportContext context, string input) =>
        context.Export(_child, "child", context.Export(_child, "child", input));
}

/// <summary>A user's own module that says nothing of ONNX.</summary>
internal sealed class Secretive() : nn.Module<Tensor, Tensor>(nameof(Secretive))
{
    public override Tensor forward(Tensor input) => input.sin();
}

/// <summary>A module that gives its state to ONNX as it is told to.</summary>
internal sealed class Stating(params (string Name, Tensor Value)[] state) : nn.Module<Tensor, Tensor>(nameof(Stating)), IOnnxExportable
{
    public override Tensor forward(Tensor input) => input;

    public string ToOnnx(OnnxExportContext context, string input)
    {
        foreach ((string name, Tensor value) in state)
            context.AddState(name, value);
        return input;
    }
}
