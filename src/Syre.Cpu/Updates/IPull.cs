namespace Syre.Cpu.Updates;

/// <summary>The pull as compile-time constants, so that each combination is compiled to a loop without branches.</summary>
internal interface IPull
{
    /// <summary>Whether anything pulls.</summary>
    static abstract bool IsActive { get; }

    /// <summary>Whether the target is θ0 rather than 0.</summary>
    static abstract bool HasBias { get; }

    /// <summary>Whether D differs from 1.</summary>
    static abstract bool HasAnisotropy { get; }

    /// <summary>Whether the pull goes into the gradient rather than straight to the weight.</summary>
    static abstract bool IsCoupled { get; }
}

internal readonly struct NoPull : IPull
{
    public static bool IsActive => false;

    public static bool HasBias => false;

    public static bool HasAnisotropy => false;

    public static bool IsCoupled => false;
}

internal readonly struct PlainPull : IPull
{
    public static bool IsActive => true;

    public static bool HasBias => false;

    public static bool HasAnisotropy => false;

    public static bool IsCoupled => false;
}

internal readonly struct BiasedPull : IPull
{
    public static bool IsActive => true;

    public static bool HasBias => true;

    public static bool HasAnisotropy => false;

    public static bool IsCoupled => false;
}

internal readonly struct AnisotropicPull : IPull
{
    public static bool IsActive => true;

    public static bool HasBias => true;

    public static bool HasAnisotropy => true;

    public static bool IsCoupled => false;
}

/// <summary>The same pull, into the gradient.</summary>
internal readonly struct Coupled<TPull> : IPull
    where TPull : struct, IPull
{
    public static bool IsActive => TPull.IsActive;

    public static bool HasBias => TPull.HasBias;

    public static bool HasAnisotropy => TPull.HasAnisotropy;

    public static bool IsCoupled => true;
}
