using Mono.Cecil;

namespace Syre.MLNet.Tests.Scalars;

/// <summary>
/// TorchSharp frees the scalar of a bare number while libtorch reads it (its issue 1047). Nothing of the libraries leaves one to the
/// collector, by what is in the compiled code, TorchSharp's own methods included.
/// </summary>
[TestClass]
public sealed class HeldScalarTests
{
    private const string Home = "Syre.Torch.HeldScalar";
    private static readonly ScalarAnalysis s_analysis = new();

    private static IEnumerable<object[]> Libraries =>
        Directory.GetFiles(AppContext.BaseDirectory, "Syre.*.dll").Select(file => Path.GetFileName(file)!)
            .Where(file => !file.EndsWith(".Tests.dll", StringComparison.Ordinal)).Select(file => new object[] { file });

    [ClassCleanup]
    public static void Close() => s_analysis.Dispose();

    [TestMethod]
    [DynamicData(nameof(Libraries))]
    public void No_library_lets_go_of_a_scalar_while_libtorch_may_read_it(string library)
    {
        using ModuleDefinition module = s_analysis.Read(library);
        string[] problems = [.. s_analysis.Problems(ScalarAnalysis.All(module.Types))];
        Assert.IsEmpty(problems, string.Join('\n', problems));
    }

    [TestMethod]
    [DynamicData(nameof(Libraries))]
    public void Scalars_are_made_in_one_place(string library)
    {
        using ModuleDefinition module = s_analysis.Read(library);
        string[] elsewhere = [.. ScalarAnalysis.All(module.Types).Where(type => type.FullName != Home)
            .SelectMany(type => type.Methods).Where(method => ScalarAnalysis.Makers(method).Any()).Select(method => method.FullName)];
        Assert.IsEmpty(elsewhere, string.Join('\n', elsewhere));
    }

    [TestMethod]
    public void The_libraries_are_looked_at() =>
        Assert.IsEmpty(new[] { "Syre.Torch.dll", "Syre.MLNet.dll", "Syre.Onnx.dll" }.Except(Libraries.Select(row => (string)row[0])));

    [TestMethod]
    [DataRow(nameof(ScalarSpecimens.Held), 0)]
    [DataRow(nameof(ScalarSpecimens.Bare), 4)]
    [DataRow(nameof(ScalarSpecimens.Hidden), 4)]
    public void The_analysis_finds_every_way_of_letting_go_and_none_of_holding(string specimens, int methods)
    {
        using ModuleDefinition module = s_analysis.Read("Syre.MLNet.Tests.dll");
        TypeDefinition found = ScalarAnalysis.All(module.Types)
            .Single(type => type.Name == specimens && type.DeclaringType?.Name == nameof(ScalarSpecimens));
        string[] problems = [.. s_analysis.Problems(ScalarAnalysis.All([found]))];
        Assert.HasCount(
            methods, problems.Select(problem => problem[..problem.IndexOf(')')]).Distinct().ToArray(), string.Join('\n', problems));
    }

    [TestMethod]
    [DataRow("torch/Tensor::square()", true)]
    [DataRow("torch/Tensor::add(TorchSharp.torch/Tensor)", true)]
    [DataRow("torch/Tensor::op_Multiply(TorchSharp.torch/Tensor,System.Double)", true)]
    [DataRow("torch/nn/functional::elu(", true)]
    [DataRow("torch/nn/functional::mish(", true)]
    [DataRow("Modules.BatchNorm1d::.ctor(", true)]
    [DataRow("torch/Tensor::mul(TorchSharp.Scalar)", false)]
    [DataRow("torch/Tensor::sub(TorchSharp.torch/Tensor)", false)]
    [DataRow("torch/nn/functional::softshrink(", false)]
    [DataRow("Modules.Linear::.ctor(", false)]
    public void The_analysis_knows_TorchSharp(string method, bool leaky) =>
        Assert.AreEqual(leaky, s_analysis.Leaky.Any(name => name.Contains(method, StringComparison.Ordinal)));
}
