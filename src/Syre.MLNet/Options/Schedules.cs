using Syre.Cpu;

namespace Syre.MLNet.Options;

/// <summary>The factor that a schedule puts on its base value.</summary>
internal static class Schedules
{
    /// <summary>Factor at <paramref name="progress"/> (0 to 1) of training.</summary>
    public static double Factor(LearningRateSchedule schedule, double progress) => schedule switch
    {
        LearningRateSchedule.Constant => 1,
        LearningRateSchedule.Cosine => FallingCosine(progress),
        LearningRateSchedule.FlatCosine => progress < 0.5 ? 1 : FallingCosine(2 * progress - 1),
        LearningRateSchedule.CosineLog4 => 0.5 * (1 - PortableMath.CosTurn(PortableMath.Log2(1 + 15 * progress))),
        _ => throw new ArgumentOutOfRangeException(nameof(schedule), schedule, null),
    };

    /// <summary>Number of the wave at <paramref name="progress"/>, from 0; always 0 of a schedule without waves.</summary>
    public static int Wave(LearningRateSchedule schedule, double progress) =>
        schedule == LearningRateSchedule.CosineLog4 ? (int)Math.Floor(PortableMath.Log2(1 + 15 * progress)) : 0;

    private static double FallingCosine(double progress) => 0.5 * (1 + PortableMath.CosTurn(progress / 2));
}
