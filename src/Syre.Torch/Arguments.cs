using System.Runtime.CompilerServices;

namespace Syre.Torch;

/// <summary>Checks of single arguments.</summary>
internal static class Arguments
{
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is negative or not finite.</exception>
    public static void RequireNotNegative(
        double value, [CallerMemberName] string owner = "", [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!double.IsFinite(value) || value < 0)
        {
            throw new ArgumentOutOfRangeException(
                name, value, $"{(name == nameof(value) ? owner : name)} must be a finite number, 0 or above.");
        }
    }
}
