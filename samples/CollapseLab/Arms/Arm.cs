using System.Globalization;

namespace CollapseLab.Arms;

/// <summary>One of the ways to train that an experiment compares.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Sigma0">σ0, the size of θ0 or of the noise, as a multiple of each tensor's initial standard deviation; 0 where there is
/// neither.</param>
internal sealed record Arm(ArmKind Kind, double Sigma0 = 0)
{
    public static Arm None { get; } = new(ArmKind.None);

    public static Arm Plain { get; } = new(ArmKind.Plain);

    public static Arm L2Init { get; } = new(ArmKind.L2Init);

    public static Arm L2Checkpoint { get; } = new(ArmKind.L2Checkpoint);

    public static Arm WFix { get; } = new(ArmKind.WFix);

    public static Arm Dropout { get; } = new(ArmKind.Dropout);

    public static Arm Reset { get; } = new(ArmKind.Reset);

    /// <summary>Pulled to so many times the initial weights: as large a target as syre's, but no random one.</summary>
    public static Arm L2Scaled(double factor) => new(ArmKind.L2Init, factor);

    public static Arm Noise(double sigma0) => new(ArmKind.Noise, sigma0);

    public static Arm Syre(double sigma0) => new(ArmKind.Syre, sigma0);

    public static Arm SyreTheta(double sigma0) => new(ArmKind.SyreTheta, sigma0);

    public static Arm SyreAdvanced(double sigma0) => new(ArmKind.SyreAdvanced, sigma0);

    public static Arm Frozen(double sigma0) => new(ArmKind.Frozen, sigma0);

    public static Arm ShrinkAndPerturb(double sigma0) => new(ArmKind.ShrinkAndPerturb, sigma0);

    /// <summary>What tables and files call it; no two arms of an experiment have the same.</summary>
    public string Name => Kind switch
    {
        ArmKind.None => "no decay",
        ArmKind.Noise => "noise",
        ArmKind.Plain => "plain decay",
        ArmKind.L2Init when Sigma0 > 0 => "L2 to init times",
        ArmKind.L2Init => "L2 Init",
        ArmKind.L2Checkpoint => "L2 to the checkpoint",
        ArmKind.Syre => "syre",
        ArmKind.SyreTheta => "syre, θ form",
        ArmKind.SyreAdvanced => "syre, advanced",
        ArmKind.Frozen => "frozen θ0",
        ArmKind.WFix => "W-fix",
        ArmKind.Dropout => "dropout",
        ArmKind.ShrinkAndPerturb => "shrink and perturb",
        _ => "reset and decay",
    } + (Sigma0 == 0 ? "" : " " + Sigma0.ToString("g", CultureInfo.InvariantCulture));

    /// <summary>Whether it pulls the weights to a random θ0.</summary>
    public bool IsSyre => Kind is ArmKind.Syre or ArmKind.SyreTheta or ArmKind.SyreAdvanced;
}
