using Microsoft.ML.OnnxRuntime;
using Syre.MLNet.Export;
using Syre.Onnx;
using static TorchSharp.torch;
using DenseTensor = Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<float>;

namespace Syre.MLNet.Tests.Persistence;

/// <summary>Compares a TorchSharp network with its graph in OnnxRuntime.</summary>
internal static class Parity
{
    /// <summary>Both give the same, with a fixed batch of one row and with a symbolic one of several.</summary>
    public static void AssertSame(nn.Module<Tensor, Tensor> network, params long[] rowShape) => AssertSame(network, null, rowShape);

    /// <summary>
    /// Both give the same, but for rounding. The bound is 1e-5, and a few times what TorchSharp's own differs from the same network in
    /// double precision. A deep network can magnify rounding as much as it likes.
    /// </summary>
    public static void AssertSame(nn.Module<Tensor, Tensor> network, nn.Module<Tensor, Tensor>? inDouble, params long[] rowShape)
    {
        foreach (bool symbolic in new[] { false, true })
        {
            using var scope = NewDisposeScope();
            Tensor input = Normal(symbolic ? 3 : 1, rowShape);

            (float[] expected, float[] actual) = Outputs(network, symbolic, input.data<float>().ToArray(), rowShape);

            AssertClose(expected, actual, inDouble is null ? 0 : 4 * Rounding(expected, inDouble, input));
        }
    }

    /// <summary>Outputs of TorchSharp and of OnnxRuntime.</summary>
    public static (float[] Torch, float[] Onnx) Outputs(
        nn.Module<Tensor, Tensor> network, bool symbolic, float[] input, params long[] rowShape)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        network.eval();
        long rows = input.Length / rowShape.Aggregate(1L, (a, b) => a * b);
        Tensor expected = network.forward(tensor(input, [rows, .. rowShape]));

        float[] actual = Run(Export(network, symbolic, rowShape, expected.shape[1..]), input, [(int)rows, .. rowShape.Select(d => (int)d)]);

        return (expected.contiguous().data<float>().ToArray(), actual);
    }

    /// <summary>The network as a graph from "x" to "y".</summary>
    public static OnnxModel Export(nn.Module<Tensor, Tensor> network, bool symbolic, long[] rowShape, long[] outputShape)
    {
        var graph = new OnnxGraphBuilder();
        OnnxDimension rows = symbolic ? "batch" : 1;
        string input = graph.AddInput("x", OnnxElementType.Float, [rows, .. rowShape]);
        graph.AddOutput("y", OnnxExporter.Add(graph, network, input).Output, OnnxElementType.Float, [rows, .. outputShape]);
        return OnnxModel.Parse(graph.Build().ToBytes());
    }

    public static float[] Run(OnnxModel model, float[] input, int[] shape)
    {
        using var session = new InferenceSession(model.ToBytes());
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("x", new DenseTensor(input, shape))]);
        return [.. results[0].AsEnumerable<float>()];
    }

    /// <summary>Gives every parameter and buffer values other than the initial ones, so that none can be mistaken for another.</summary>
    public static T Scrambled<T>(this T network)
        where T : nn.Module
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var random = new Generator(1);
        foreach ((string name, Tensor tensor) in network.state_dict())
        {
            if (tensor.dtype == ScalarType.Int64)
            {
                tensor.add_(7);
            }
            else
            {
                tensor.copy_(name.EndsWith("var")
                    ? rand(tensor.shape, generator: random) + 0.5
                    : randn(tensor.shape, generator: random) * 0.7);
            }
        }
        return network;
    }

    private static void AssertClose(float[] expected, float[] actual, double rounding)
    {
        Assert.AreEqual(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double tolerance = (1e-5 * Math.Max(1, Math.Abs(expected[i]))) + rounding;
            Assert.AreEqual(expected[i], actual[i], tolerance, $"output {i} of {expected.Length}");
        }
    }

    private static double Rounding(float[] outputs, nn.Module<Tensor, Tensor> inDouble, Tensor input)
    {
        using var _ = no_grad();
        inDouble.eval();
        double[] exact = inDouble.forward(input.to(ScalarType.Float64)).contiguous().data<double>().ToArray();
        return outputs.Zip(exact, (o, e) => Math.Abs(o - e)).Max();
    }

    private static Tensor Normal(long rows, long[] rowShape)
    {
        using var random = new Generator(2);
        return randn([rows, .. rowShape], generator: random) * 2;
    }
}
