using Mono.Cecil;

namespace Syre.MLNet.Tests.Portability;

/// <summary>
/// The same seed and rows give the same weights on every machine: nothing that reaches them calls the C library's functions, estimates,
/// or sums whose order is the processor's, by what is in the compiled code. Roots are exact by IEEE 754.
/// </summary>
[TestClass]
public sealed class PortableArithmeticTests
{
    private static readonly string[] s_homes =
    [
        "System.Math", "System.MathF", "System.Double", "System.Single", "System.Half", "System.Numerics.Complex", "System.Numerics.Vector",
        "System.Runtime.Intrinsics.Vector64", "System.Runtime.Intrinsics.Vector128", "System.Runtime.Intrinsics.Vector256",
        "System.Runtime.Intrinsics.Vector512", "System.Numerics.Tensors.TensorPrimitives", "System.Numerics.IExponentialFunctions`1",
        "System.Numerics.ILogarithmicFunctions`1", "System.Numerics.IPowerFunctions`1", "System.Numerics.IRootFunctions`1",
        "System.Numerics.ITrigonometricFunctions`1", "System.Numerics.IHyperbolicFunctions`1",
        "System.Numerics.IFloatingPointIeee754`1", "System.Numerics.INumberBase`1",
    ];

    private static readonly string[] s_functions =
    [
        "Exp", "Exp2", "Exp10", "ExpM1", "Exp2M1", "Exp10M1", "Log", "Log2", "Log10", "LogP1", "Log2P1", "Log10P1", "Pow", "Cbrt", "RootN",
        "Hypot", "Sin", "Cos", "Tan", "SinCos", "SinPi", "CosPi", "TanPi", "SinCosPi", "Asin", "Acos", "Atan", "Atan2", "AsinPi", "AcosPi",
        "AtanPi", "Atan2Pi", "Sinh", "Cosh", "Tanh", "Asinh", "Acosh", "Atanh", "Sigmoid", "SoftMax",
    ];

    private static readonly string[] s_sums =
        ["Sum", "Dot", "Norm", "SumOfSquares", "SumOfMagnitudes", "Product", "Distance", "CosineSimilarity", "Average", "StdDev"];

    private readonly DefaultAssemblyResolver _resolver = new();

    public PortableArithmeticTests() => _resolver.AddSearchDirectory(AppContext.BaseDirectory);

    [TestCleanup]
    public void Close() => _resolver.Dispose();

    [TestMethod]
    [DataRow("Syre.Cpu", "Numerics Updates")]
    [DataRow("Syre.Torch", "Decay Optimizers Parameters Updates")]
    [DataRow("Syre.MLNet", "Fitting Inputs Inputs/Text Networks Networks/Stages Objectives Options Runtime Training")]
    public void What_reaches_a_weight_is_the_same_on_every_machine(string library, string folders)
    {
        using ModuleDefinition module = Read($"{library}.dll");
        var bodies = All(module.Types).SelectMany(type => type.Methods).Where(method => method.DebugInformation.HasSequencePoints)
            .ToLookup(method => Folder(library, method));
        string[] looked = library == "Syre.Cpu" ? [.. bodies.Select(folder => folder.Key)] : folders.Split(' ');
        Assert.IsEmpty(folders.Split(' ').Where(folder => !bodies.Contains(folder)), "These folders have no code.");
        AssertNone(looked.SelectMany(folder => bodies[folder]));
    }

    [TestMethod]
    [DataRow(nameof(Specimens.Exact), false)]
    [DataRow(nameof(Specimens.Function), true)]
    [DataRow(nameof(Specimens.Single), true)]
    [DataRow(nameof(Specimens.OfType), true)]
    [DataRow(nameof(Specimens.Generic), true)]
    [DataRow(nameof(Specimens.Register), true)]
    [DataRow(nameof(Specimens.Estimate), true)]
    [DataRow(nameof(Specimens.Sum), true)]
    public void The_analysis_finds_what_differs_between_machines(string name, bool differs)
    {
        using ModuleDefinition module = Read("Syre.MLNet.Tests.dll");
        MethodDefinition method = All(module.Types).Single(type => type.Name == nameof(Specimens)).Methods
            .Single(method => method.Name == name);
        Assert.AreEqual(differs, Offences(method).Any());
    }

    private static void AssertNone(IEnumerable<MethodDefinition> methods) =>
        Assert.AreEqual("", string.Join('\n', methods.SelectMany(Offences)));

    private static IEnumerable<string> Offences(MethodDefinition method) =>
        from instruction in method.Body.Instructions
        let called = instruction.Operand as MethodReference
        where called is not null && s_homes.Contains(called.DeclaringType.GetElementType().FullName) && Differs(called)
        select $"{method.FullName} calls {called.FullName}";

    private static bool Differs(MethodReference called) => s_functions.Contains(called.Name)
        || called.Name.EndsWith("Estimate", StringComparison.Ordinal)
        || called.DeclaringType.Name == "TensorPrimitives" && s_sums.Contains(called.Name);

    private static IEnumerable<TypeDefinition> All(IEnumerable<TypeDefinition> types) =>
        types.SelectMany(type => All(type.NestedTypes).Prepend(type));

    private static string Folder(string library, MethodDefinition method)
    {
        string path = method.DebugInformation.SequencePoints[0].Document.Url.Replace('\\', '/');
        string start = $"/src/{library}/";
        int at = path.LastIndexOf(start, StringComparison.Ordinal);
        return at < 0 ? path : path[(at + start.Length)..Math.Max(at + start.Length, path.LastIndexOf('/'))];
    }

    private ModuleDefinition Read(string file) => ModuleDefinition.ReadModule(
        Path.Combine(AppContext.BaseDirectory, file), new ReaderParameters { AssemblyResolver = _resolver, ReadSymbols = true });

    private static class Specimens
    {
        public static double Exact(double x) =>
            Math.Sqrt(Math.Abs(Math.Min(Math.Max(Math.Floor(Math.Round(x)), 1), x))) + Math.FusedMultiplyAdd(x, x, x);

        public static double Function(double x) => Math.Pow(x, 2);

        public static float Single(float x) => MathF.Tanh(x);

        public static double OfType(double x) => double.LogP1(x);

        public static T Generic<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => T.Sin(x);

        public static System.Numerics.Vector<float> Register(System.Numerics.Vector<float> x) => System.Numerics.Vector.Exp(x);

        public static double Estimate(double x) => Math.ReciprocalSqrtEstimate(x);

        public static float Sum(float[] x) => System.Numerics.Tensors.TensorPrimitives.Sum<float>(x);
    }
}
