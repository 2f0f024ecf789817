using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Syre.MLNet.Tests.Persistence;

[TestClass]
public sealed class ModuleConvertersTests
{
    private static readonly Dictionary<string, (Func<Module<Tensor, Tensor>> Make, long[] RowShape)> s_cases = new()
    {
        ["Linear"] = (() => Linear(5, 3), [5]),
        ["Linear without bias"] = (() => Linear(5, 3, hasBias: false), [5]),
        ["Linear on three dimensions"] = (() => Linear(5, 3), [2, 5]),
        ["Identity"] = (Identity, [5]),
        ["Dropout"] = (() => Dropout(), [5]),
        ["Dropout1d"] = (() => Dropout1d(), [2, 5]),
        ["Dropout2d"] = (() => Dropout2d(), [2, 3, 4]),
        ["Dropout3d"] = (() => Dropout3d(), [2, 3, 4, 2]),
        ["AlphaDropout"] = (() => AlphaDropout(), [5]),
        ["FeatureAlphaDropout"] = (() => FeatureAlphaDropout(), [2, 5]),
        ["Empty sequence"] = (() => Sequential(), [5]),
        ["Sequence in a sequence"] = (
            () => Sequential(("a", Linear(5, 4)), ("b", Sequential(("c", ReLU()), ("d", Sequential(Linear(4, 4), Tanh())))), ("e", Linear(4, 2))), [5]),
        ["ReLU"] = (() => ReLU(), [9]),
        ["ReLU6"] = (() => ReLU6(), [9]),
        ["Hardtanh"] = (() => Hardtanh(-0.4, 1.3, inplace: true), [9]),
        ["LeakyReLU"] = (() => LeakyReLU(0.07), [9]),
        ["PReLU of one parameter"] = (() => PReLU(1), [9]),
        ["PReLU by feature"] = (() => PReLU(9), [9]),
        ["PReLU by channel"] = (() => PReLU(3), [3, 4, 2]),
        ["ELU"] = (() => ELU(0.6), [9]),
        ["CELU"] = (() => CELU(0.6), [9]),
        ["SELU"] = (() => SELU(), [9]),
        ["GELU"] = (() => GELU(), [9]),
        ["GELU by tanh"] = (() => GELU(TorchSharp.Modules.GELU.Approximate.tanh), [9]),
        ["SiLU"] = (() => SiLU(), [9]),
        ["Mish"] = (() => Mish(), [9]),
        ["Softplus"] = (() => Softplus(), [9]),
        ["Softplus of a steeper curve"] = (() => Softplus(2.5), [9]),
        ["Softplus of a low threshold"] = (() => Softplus(2, 0.5), [9]),
        ["Softsign"] = (() => Softsign(), [9]),
        ["Tanh"] = (() => Tanh(), [9]),
        ["Tanhshrink"] = (() => Tanhshrink(), [9]),
        ["Sigmoid"] = (() => Sigmoid(), [9]),
        ["LogSigmoid"] = (() => LogSigmoid(), [9]),
        ["Hardsigmoid"] = (() => Hardsigmoid(), [9]),
        ["Hardswish"] = (() => Hardswish(), [9]),
        ["Softmax"] = (() => Softmax(1), [9]),
        ["Softmax of the last dimension"] = (() => Softmax(-1), [3, 4]),
        ["Softmin"] = (() => Softmin(1), [3, 4]),
        ["LogSoftmax"] = (() => LogSoftmax(1), [9]),
        ["BatchNorm1d"] = (() => BatchNorm1d(5, eps: 0.02), [5]),
        ["BatchNorm1d on three dimensions"] = (() => BatchNorm1d(3), [3, 4]),
        ["BatchNorm1d without parameters"] = (() => BatchNorm1d(5, affine: false), [5]),
        ["BatchNorm2d"] = (() => BatchNorm2d(3), [3, 4, 2]),
        ["LayerNorm"] = (() => LayerNorm(5, eps: 0.02), [5]),
        ["LayerNorm over two dimensions"] = (() => LayerNorm([3, 4]), [2, 3, 4]),
        ["LayerNorm without bias"] = (() => LayerNorm([5], bias: false), [5]),
        ["LayerNorm without parameters"] = (() => LayerNorm([5], elementwise_affine: false), [5]),
        ["GroupNorm"] = (() => GroupNorm(2, 6, eps: 0.02), [6, 3, 2]),
        ["GroupNorm without parameters"] = (() => GroupNorm(3, 6, affine: false), [6, 4]),
        ["Flatten"] = (() => Flatten(), [2, 3, 4]),
        ["Flatten of inner dimensions"] = (() => Flatten(1, 2), [2, 3, 4]),
        ["Flatten of the last dimensions"] = (() => Flatten(-2, -1), [2, 3, 4]),
        ["Flatten of dimensions counted from the end"] = (() => Flatten(-3, -2), [2, 3, 4]),
        ["Unflatten"] = (() => Unflatten(1, [2, 3]), [6]),
        ["Unflatten of the last dimension"] = (() => Unflatten(2, [2, 3]), [5, 6]),
        ["Unflatten of an inner dimension"] = (() => Unflatten(1, [2, 3]), [6, 5]),
        ["Unflatten with a size left open"] = (() => Unflatten(1, [-1, 3]), [6, 5]),
        ["Conv1d"] = (() => Conv1d(2, 4, 3, stride: 2, padding: 1, dilation: 2), [2, 9]),
        ["Conv1d without bias"] = (() => Conv1d(2, 4, 3, bias: false), [2, 9]),
        ["Conv1d with groups"] = (() => Conv1d(4, 6, 3, groups: 2), [4, 9]),
        ["Conv1d of the same size"] = (() => Conv1d(2, 4, 4, padding: Padding.Same, dilation: 3), [2, 9]),
        ["Conv1d without padding"] = (() => Conv1d(2, 4, 4, padding: Padding.Valid), [2, 9]),
        ["Conv1d with reflected padding"] = (() => Conv1d(2, 4, 3, padding: 2, padding_mode: PaddingModes.Reflect), [2, 9]),
        ["Conv1d with replicated padding"] = (() => Conv1d(2, 4, 3, padding: 2, padding_mode: PaddingModes.Replicate), [2, 9]),
        ["Conv2d"] = (() => Conv2d(2, 4, (3, 2), stride: (2, 1), padding: (1, 0)), [2, 6, 5]),
        ["Conv2d of the same size"] = (() => Conv2d(2, 4, 2, padding: Padding.Same), [2, 6, 5]),
        ["Conv2d with replicated padding"] = (() => Conv2d(2, 4, (3, 2), padding: (2, 1), padding_mode: PaddingModes.Replicate), [2, 6, 5]),
        ["MaxPool1d"] = (() => MaxPool1d(3, padding: 1), [2, 10]),
        ["MaxPool1d rounding up"] = (() => MaxPool1d(3, 2, dilation: 2, ceil_mode: true), [2, 10]),
        ["MaxPool2d"] = (() => MaxPool2d((3, 2), (1, 2)), [2, 6, 5]),
        ["MaxPool2d rounding up"] = (() => MaxPool2d(3, 2, padding: 1, ceil_mode: true), [2, 6, 7]),
        ["AvgPool1d"] = (() => AvgPool1d(3, padding: 1), [2, 10]),
        ["AvgPool1d without the padding"] = (() => AvgPool1d(3, padding: 1, count_include_pad: false), [2, 10]),
        ["AvgPool1d rounding up"] = (() => AvgPool1d(3, 2, padding: 1, ceil_mode: true), [2, 10]),
        ["AvgPool1d rounding up without the padding"] = (() => AvgPool1d(3, 2, padding: 1, ceil_mode: true, count_include_pad: false), [2, 10]),
        ["AvgPool2d"] = (() => AvgPool2d((3, 2), (2, 1), (1, 1)), [2, 6, 5]),
        ["AdaptiveAvgPool1d"] = (() => AdaptiveAvgPool1d(1), [2, 7]),
        ["AdaptiveAvgPool2d"] = (() => AdaptiveAvgPool2d(1), [2, 6, 5]),
    };

    public static IEnumerable<object[]> Cases => s_cases.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void TheGraphEqualsTheModule(string name)
    {
        using var module = s_cases[name].Make().Scrambled();

        Parity.AssertSame(module, s_cases[name].RowShape);
    }
}
