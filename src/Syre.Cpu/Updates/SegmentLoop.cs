using System.Numerics;

namespace Syre.Cpu.Updates;

/// <summary>Runs a kernel over a segment of any length.</summary>
internal static unsafe class SegmentLoop
{
    /// <summary>
    /// Runs <paramref name="kernel"/> over <paramref name="segment"/>. The last elements, fewer than a register, go through a padded
    /// copy and the same instructions, so an element's result does not depend on where it stands.
    /// </summary>
    public static void Run<TKernel>(in TKernel kernel, in Segment segment, PullKind pull, bool coupled)
        where TKernel : struct, IUpdateKernel
    {
        int width = Vector<float>.Count, whole = segment.Length / width * width, rest = segment.Length - whole;
        if (whole > 0)
            Dispatch(kernel, segment.Slice(0, whole), pull, coupled);
        if (rest == 0)
            return;

        Segment tail = segment.Slice(whole, rest);
        float* room = stackalloc float[6 * width];
        new Span<float>(room, 6 * width).Clear();
        var padded = new Segment
        {
            Weight = Copy(tail.Weight, room, rest),
            Gradient = Copy(tail.Gradient, room + width, rest),
            First = Copy(tail.First, room + 2 * width, rest),
            Second = Copy(tail.Second, room + 3 * width, rest),
            Bias = Copy(tail.Bias, room + 4 * width, rest),
            Anisotropy = Copy(tail.Anisotropy, room + 5 * width, rest),
            Length = width,
        };
        Dispatch(kernel, padded, pull, coupled);
        Copy(padded.Weight, tail.Weight, rest);
        Copy(padded.First, tail.First, rest);
        Copy(padded.Second, tail.Second, rest);
    }

    private static void Dispatch<TKernel>(in TKernel kernel, in Segment segment, PullKind pull, bool coupled)
        where TKernel : struct, IUpdateKernel
    {
        switch (pull, coupled)
        {
            case (PullKind.None, _):
                kernel.Apply<NoPull>(segment);
                break;
            case (PullKind.Plain, false):
                kernel.Apply<PlainPull>(segment);
                break;
            case (PullKind.Biased, false):
                kernel.Apply<BiasedPull>(segment);
                break;
            case (PullKind.Anisotropic, false):
                kernel.Apply<AnisotropicPull>(segment);
                break;
            case (PullKind.Plain, true):
                kernel.Apply<Coupled<PlainPull>>(segment);
                break;
            case (PullKind.Biased, true):
                kernel.Apply<Coupled<BiasedPull>>(segment);
                break;
            case (PullKind.Anisotropic, true):
                kernel.Apply<Coupled<AnisotropicPull>>(segment);
                break;
        }
    }

    /// <summary>Copies, unless there is nothing: <paramref name="to"/>, or null.</summary>
    private static float* Copy(float* from, float* to, int count)
    {
        if (from == null || to == null)
            return null;
        new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(to, count));
        return to;
    }
}
