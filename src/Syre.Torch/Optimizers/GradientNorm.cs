using Syre.Torch.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace Syre.Torch.Optimizers;

/// <summary>Clipping by the joint norm of dense and sparse gradients.</summary>
internal static class GradientNorm
{
    /// <summary>Scales the gradients in place if their norm is above <paramref name="maxNorm"/>; the norm before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The largest norm is not above 0.</exception>
    public static double Clip(IReadOnlyList<ParameterSlot> slots, double maxNorm)
    {
        if (!(maxNorm > 0))
            throw new ArgumentOutOfRangeException(nameof(maxNorm), maxNorm, "maxNorm must be above 0; 1 is a usual value.");
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var values = new List<Tensor>();
        double squares = 0;
        foreach (ParameterSlot slot in slots)
        {
            if (slot.Parameter.grad is not { } gradient)
                continue;
            // Repeated rows count as their sum in the norm, and are scaled each by itself.
            Tensor distinct = gradient.is_sparse ? RowGradient.Of(slot, gradient).Values : gradient;
            values.Add(gradient.is_sparse ? gradient.SparseValues : gradient);
            if (distinct.numel() == 0)
                continue;
            double size = distinct.norm().item<float>();
            squares += size * size;
        }
        double norm = Math.Sqrt(squares);
        if (norm <= maxNorm)
            return norm;
        using Scalar factor = HeldScalar.Create(maxNorm / norm);
        foreach (Tensor value in values)
            value.mul_(factor);
        return norm;
    }
}
