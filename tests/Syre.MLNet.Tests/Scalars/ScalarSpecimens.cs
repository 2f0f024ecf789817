using TorchSharp;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Scalars;

/// <summary>Code as the libraries must not have it, and as they may: what <see cref="ScalarAnalysis"/> is tried on.</summary>
internal static class ScalarSpecimens
{
    internal static class Held
    {
        private static readonly Scalar s_two = 2;

        public static Tensor Field(Tensor x) => x.mul(s_two).add(x, s_two) - x;

        public static Tensor Local(Tensor x, double number)
        {
            using Scalar held = number;
            return x.mul(held);
        }
    }

    internal static class Bare
    {
        public static Tensor Number(Tensor x) => x.mul(2);

        public static Tensor Variable(Tensor x, double number)
        {
            Scalar let = number;
            return x.mul(let);
        }

        public static Tensor Sum(Tensor x) => x + x;

        public static Tensor Method(Tensor x) => x.ToScalar() is { } scalar ? x.mul(scalar) : x;
    }

    internal static class Hidden
    {
        public static Tensor Square(Tensor x) => x.square();

        public static Tensor Softplus(Tensor x) => nn.functional.softplus(x);

        public static nn.Module<Tensor, Tensor> Module() => nn.Mish();

        public static Func<Tensor, Tensor> Closure(double by) => x => x / by;
    }
}
