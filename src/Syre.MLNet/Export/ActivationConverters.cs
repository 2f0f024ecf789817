using TorchSharp.Modules;

namespace Syre.MLNet.Export;

/// <summary>Functions of one number, and softmax.</summary>
internal static class ActivationConverters
{
    // Above its threshold PyTorch's softplus is the identity. From here on the step, exp(-threshold), is below float's resolution.
    private const double NoStep = 17;

    public static void AddTo(ModuleConverters converters)
    {
        converters.Add<ReLU>((c, _, x) => c.Op("Relu", x));
        converters.Add<ReLU6>((c, _, x) => Clip(c, x, 0, 6));
        converters.Add<Hardtanh>((c, m, x) => m.inplace
            ? Clip(c, x, m.min_val, m.max_val)
            : throw c.NotExpressible(m, "TorchSharp 0.107 makes it return its input unchanged; with inplace: true it works"));
        converters.Add<LeakyReLU>((c, m, x) => c.Graph.AddNode("LeakyRelu", [x], ("alpha", (float)m.negative_slope)));
        converters.Add<PReLU>(Prelu);
        converters.Add<ELU>((c, m, x) => c.Graph.AddNode("Elu", [x], ("alpha", (float)m.alpha)));
        converters.Add<CELU>((c, m, x) => c.Graph.AddNode("Celu", [x], ("alpha", (float)m.alpha)));
        converters.Add<SELU>((c, _, x) => c.Op("Selu", x));
        converters.Add<GELU>(Gelu);
        converters.Add<SiLU>((c, _, x) => c.Op("Mul", x, c.Op("Sigmoid", x)));
        converters.Add<TorchSharp.Modules.Mish>((c, _, x) => AddMish(c, x));
        converters.Add<Softplus>(Softplus);
        converters.Add<Softsign>((c, _, x) => c.Op("Softsign", x));
        converters.Add<Tanh>((c, _, x) => c.Op("Tanh", x));
        converters.Add<Tanhshrink>((c, _, x) => c.Op("Sub", x, c.Op("Tanh", x)));
        converters.Add<Sigmoid>((c, _, x) => c.Op("Sigmoid", x));
        converters.Add<LogSigmoid>((c, _, x) => c.Op("Neg", c.Op("Softplus", c.Op("Neg", x))));
        converters.Add<Hardsigmoid>((c, _, x) => c.Graph.AddNode("HardSigmoid", [x], ("alpha", 1 / 6f), ("beta", 0.5f)));
        converters.Add<Hardswish>((c, _, x) => c.Op("HardSwish", x));
        converters.Add<Softmax>((c, m, x) => c.Graph.AddNode("Softmax", [x], ("axis", m.dim)));
        converters.Add<Softmin>((c, m, x) => c.Graph.AddNode("Softmax", [c.Op("Neg", x)], ("axis", m.dim)));
        converters.Add<LogSoftmax>((c, m, x) => c.Graph.AddNode("LogSoftmax", [x], ("axis", m.dim)));
    }

    /// <summary>
    /// Adds x·tanh(softplus(x)) as n·tanh(log σ(n)) with n = −x: the runtime's softplus takes three times as long as its sigmoid and
    /// logarithm.
    /// </summary>
    public static string AddMish(OnnxExportContext context, string x)
    {
        string negated = context.Op("Neg", x);
        return context.Op("Mul", negated, context.Op("Tanh", context.Op("Log", context.Op("Sigmoid", negated))));
    }

    private static string Clip(OnnxExportContext c, string x, double low, double high) =>
        c.Op("Clip", x, c.Graph.AddConstant((float)low), c.Graph.AddConstant((float)high));

    private static string Scaled(OnnxExportContext c, string x, double factor) => c.Op("Mul", x, c.Graph.AddConstant((float)factor));

    private static string OnePlus(OnnxExportContext c, string x) => c.Op("Add", x, c.Graph.AddConstant(1f));

    private static string Gelu(OnnxExportContext c, GELU module, string x)
    {
        string share;
        if (module.approximate == GELU.Approximate.tanh)
        {
            string cubic = OnePlus(c, Scaled(c, c.Op("Mul", x, x), 0.044715));
            share = c.Op("Tanh", Scaled(c, c.Op("Mul", x, cubic), Math.Sqrt(2 / Math.PI)));
        }
        else
        {
            share = c.Op("Erf", Scaled(c, x, Math.Sqrt(0.5)));
        }
        return c.Op("Mul", Scaled(c, x, 0.5), OnePlus(c, share));
    }

    private static string Softplus(OnnxExportContext c, Softplus module, string x)
    {
        string stretched = module.beta == 1 ? x : Scaled(c, x, module.beta);
        string curve = c.Op("Softplus", stretched);
        string result = module.beta == 1 ? curve : Scaled(c, curve, 1 / module.beta);
        return module.threshold >= NoStep
            ? result
            : c.Op("Where", c.Op("Greater", stretched, c.Graph.AddConstant((float)module.threshold)), x, result);
    }

    private static string Prelu(OnnxExportContext c, PReLU module, string x)
    {
        string weight = c.AddState("weight", module.weight!);
        return module.num_parameters == 1
            ? c.Op("PRelu", x, weight)
            : ShapeConverters.ByChannel(c, x, module.num_parameters,
                channels => c.Op("PRelu", channels, ShapeConverters.Column(c, weight)));
    }
}
