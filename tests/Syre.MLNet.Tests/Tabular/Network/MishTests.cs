using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Tests.Persistence;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Tabular.Network;

[TestClass]
public sealed class MishTests
{
    [TestMethod]
    public void Values_and_slopes_are_those_of_the_definition_at_any_size()
    {
        using var scope = NewDisposeScope();
        double[] at = [.. Enumerable.Range(-400, 801).Select(i => i / 10.0), -1e30, -90, 90, 1e30];
        Tensor input = tensor(at.Select(x => (float)x).ToArray(), requires_grad: true);
        using var mish = new Mish();
        Tensor output = mish.forward(input);
        output.sum().backward();
        float[] values = output.detach().data<float>().ToArray(), slopes = input.grad!.data<float>().ToArray();
        float[] inGraph = Parity.Outputs(mish, false, [.. at.Select(x => (float)x)], at.Length).Onnx;
        for (int i = 0; i < at.Length; i++)
        {
            double x = (float)at[i], t = Math.Tanh(Softplus(x)), sigmoid = 1 / (1 + Math.Exp(-x));
            Assert.AreEqual(x * t, values[i], 2e-6 * Math.Abs(x * t) + 1e-30, $"value at {x}");
            Assert.AreEqual(x * t, inGraph[i], 2e-6 * (1 + Math.Abs(x * t)), $"value at {x} in the graph");
            Assert.AreEqual(t + x * (1 - t * t) * sigmoid, slopes[i], 2e-6, $"slope at {x}");
        }

        static double Softplus(double x) => x > 40 ? x : x < -20 ? Math.Exp(x) : Math.Log(1 + Math.Exp(x));
    }
}
