using Syre.Torch.Decay;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Tests.Decay;

[TestClass]
public sealed class InitialScaleTests
{
    [NoTensorLeaks]
    public void Is_the_population_standard_deviation()
    {
        using Parameter parameter = Numbers.Parameter(1, 2, 3, 4);
        Assert.AreEqual(Math.Sqrt(1.25), InitialScale.Of(parameter), 1e-15);
    }

    [NoTensorLeaks]
    public void Of_a_constant_matrix_or_kernel_is_one_over_the_root_of_its_fan_in()
    {
        using var kernel = new Parameter(full([8, 4, 3, 3], 0.1f));
        Assert.AreEqual(1 / Math.Sqrt(36), InitialScale.Of(kernel), 1e-15);
    }

    [NoTensorLeaks]
    public void Of_a_constant_vector_is_one_over_the_root_of_its_length()
    {
        using var gain = new Parameter(ones(16));
        using var scalar = new Parameter(zeros([]));
        Assert.AreEqual(0.25, InitialScale.Of(gain));
        Assert.AreEqual(1, InitialScale.Of(scalar));
    }

    [NoTensorLeaks]
    public void Does_not_depend_on_the_memory_layout()
    {
        using var scope = NewDisposeScope();
        Tensor matrix = arange(12).to_type(ScalarType.Float32).reshape(3, 4);
        using var plain = new Parameter(matrix.clone());
        using var transposed = new Parameter(matrix.t().contiguous().t());
        Assert.IsFalse(transposed.is_contiguous());
        Assert.AreEqual(InitialScale.Of(plain), InitialScale.Of(transposed));
    }
}
