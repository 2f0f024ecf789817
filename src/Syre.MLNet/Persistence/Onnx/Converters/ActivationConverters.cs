using TorchSharp.Modules;

namespace Syre.MLNet.Persistence.Converters;

/// <summary>Functions of one number, and softmax.</summary>
internal static class ActivationConverters
{
    public static void AddTo(ModuleConverters converters)
    {
        converters.Add<ReLU>((c, _, x) => c.Op("Relu", x));
        converters.Add<ReLU6>((c, _, x) => Clip(c, x, 0, 6));
        converters.Add<Hardtanh>((c, m, x) => Clip(c, x, m.min_val, m.max_val));
        converters.Add<LeakyReLU>((c, m, x) => c.Graph.AddNode("LeakyRelu", [x], ("alpha", (float)m.negative_slope)));
        converters.Add<ELU>((c, m, x) => c.Graph.AddNode("Elu", [x], ("alpha", (float)m.alpha)));
        converters.Add<CELU>((c, m, x) => c.Graph.AddNode("Celu", [x], ("alpha", (float)m.alpha)));
        converters.Add<SELU>((c, _, x) => c.Op("Selu", x));
        converters.Add<GELU>(Gelu);
        converters.Add<SiLU>((c, _, x) => c.Op("Mul", x, c.Op("Sigmoid", x)));
        converters.Add<Mish>((c, _, x) => c.Op("Mul", x, c.Op("Tanh", c.Op("Softplus", x))));
        converters.Add<Softplus>(Softplus);
        converters.Add<Softsign>((c, _, x) => c.Op("Softsign", x));
        converters.Add<Tanh>((c, _, x) => c.Op("Tanh", x));
        converters.Add<Tanhshrink>((c, _, x) => c.Op("Sub", x, c.Op("Tanh", x)));
        converters.Add<Sigmoid>((c, _, x) => c.Op("Sigmoid", x));
        converters.Add<LogSigmoid>((c, _, x) => c.Op("Neg", c.Op("Softplus", c.Op("Neg", x))));
        converters.Add<Hardsigmoid>((c, _, x) => c.Graph.AddNode("HardSigmoid", [x], ("alpha", 1 / 6f), ("beta", 0.5f)));
        converters.Add<Hardswish>((c, _, x) => c.Op("HardSwish", x));
        converters.Add<PReLU>(Prelu);
        converters.Add<Softmax>((c, m, x) => c.Graph.AddNode("Softmax", [x], ("axis", m.dim)));
        converters.Add<LogSoftmax>((c, m, x) => c.Graph.AddNode("LogSoftmax", [x], ("axis", m.dim)));
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
        // Above the threshold PyTorch takes the identity, from which the function differs by exp(-threshold).
        if (module.threshold < 15)
            throw c.NotExpressible(module, $"its threshold {module.threshold} is so low that the function has a jump");
        return module.beta == 1 ? c.Op("Softplus", x) : Scaled(c, c.Op("Softplus", Scaled(c, x, module.beta)), 1 / module.beta);
    }

    private static string Prelu(OnnxExportContext c, PReLU module, string x) =>
        module.num_parameters == 1
            ? c.Op("PRelu", x, c.AddState("weight", module.weight!))
            : throw c.NotExpressible(module, $"it has {module.num_parameters} parameters, and only one can be expressed");
}
