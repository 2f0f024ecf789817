using Syre.Torch.Numbers;
using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Measures;

/// <summary>Reflects units of a network whose loss is then measured; the parameters get their bits back.</summary>
internal static class MirrorSample
{
    /// <summary>|L((I − 2P)φ) − L(φ)|/‖Pφ‖ where P is the exchange of two units; null on the mirror itself.</summary>
    public static double? Exchange(IReadOnlyList<UnitParameters> parameters, int first, int second, Func<double> loss, double before)
    {
        double distance = Math.Sqrt(parameters.Sum(part => SquaredNorm(Unit(part, first) - Unit(part, second))) / 2);
        return Gap(parameters, [first, second], distance, loss, before, (unit, saved) => saved[1 - unit]);
    }

    /// <summary>The same where P is a unit's change of sign.</summary>
    public static double? Flip(IReadOnlyList<UnitParameters> parameters, int unit, Func<double> loss, double before)
    {
        double distance = Math.Sqrt(parameters.Sum(part => SquaredNorm(Unit(part, unit))));
        return Gap(parameters, [unit], distance, loss, before, (_, saved) => -saved[0]);
    }

    private static double? Gap(
        IReadOnlyList<UnitParameters> parameters, int[] units, double distance, Func<double> loss, double before,
        Func<int, Tensor[], Tensor> image)
    {
        if (!(distance > 0))
            return null;
        Tensor[][] saved = [.. parameters.Select(part => units.Select(unit => Unit(part, unit).clone()).ToArray())];
        try
        {
            Write((part, unit) => image(unit, saved[part]));
            return Math.Abs(loss() - before) / distance;
        }
        finally
        {
            Write((part, unit) => saved[part][unit]);
        }

        void Write(Func<int, int, Tensor> value)
        {
            using var _ = no_grad();
            for (int part = 0; part < parameters.Count; part++)
            {
                for (int unit = 0; unit < units.Length; unit++)
                    Unit(parameters[part], units[unit]).copy_(value(part, unit));
            }
        }
    }

    private static Tensor Unit(UnitParameters part, int unit) =>
        part.Parameter.detach().narrow(part.Dimension, (long)unit * part.UnitSize, part.UnitSize);

    private static double SquaredNorm(Tensor values) => Host.InDouble(values).Square().sum().item<double>();
}
