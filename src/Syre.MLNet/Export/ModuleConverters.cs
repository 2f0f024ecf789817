using TorchSharp;
using TorchSharp.Modules;

namespace Syre.MLNet.Export;

/// <summary>How TorchSharp's own modules are written in operators of ONNX, opset 17: one converter for each type.</summary>
internal sealed class ModuleConverters
{
    private static readonly ModuleConverters s_all = new();
    private readonly Dictionary<Type, Func<OnnxExportContext, torch.nn.Module, string, string>> _byType = [];

    private ModuleConverters()
    {
        Add<Sequential>(Children);
        LinearConverters.AddTo(this);
        ActivationConverters.AddTo(this);
        NormalizationConverters.AddTo(this);
        ShapeConverters.AddTo(this);
        ConvolutionConverters.AddTo(this);
        PoolingConverters.AddTo(this);
    }

    /// <summary>Names of the modules that can be written.</summary>
    public static string Names => string.Join(", ", s_all._byType.Keys.Select(type => type.Name).Order());

    /// <summary>Adds a module to the graph and returns the name of its output.</summary>
    /// <exception cref="NotSupportedException">The module cannot be expressed.</exception>
    public static string Convert(OnnxExportContext context, torch.nn.Module module, string input) =>
        s_all._byType.TryGetValue(module.GetType(), out var convert)
            ? convert(context, module, input)
            : throw context.NotExpressible(module);

    /// <summary>Registers the converter of one type of module; a derived type needs its own, for its <c>forward</c> may differ.</summary>
    public void Add<TModule>(Func<OnnxExportContext, TModule, string, string> convert)
        where TModule : torch.nn.Module =>
        _byType.Add(typeof(TModule), (context, module, input) => convert(context, (TModule)module, input));

    private static string Children(OnnxExportContext context, Sequential sequence, string input) =>
        sequence.named_children().Aggregate(input, (value, child) => context.At(child.name).Convert(child.module, value));
}
