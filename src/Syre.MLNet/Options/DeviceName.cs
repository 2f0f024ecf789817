using System.Text.RegularExpressions;

namespace Syre.MLNet.Options;

/// <summary>The names of <see cref="SyreTrainerOptions.Device"/>.</summary>
internal static partial class DeviceName
{
    /// <summary>Whether <paramref name="name"/> is one of <c>auto</c>, <c>cpu</c>, <c>cuda</c>, <c>cuda:N</c>.</summary>
    public static bool IsValid(string? name) => name is not null && Names().IsMatch(name);

    [GeneratedRegex(@"^(auto|cpu|cuda(:\d{1,3})?)$")]
    private static partial Regex Names();
}
