using System.Globalization;
using Syre.Torch.Parameters;

namespace Syre.Torch.Decay;

/// <summary>Tells of settings that are allowed but probably not meant.</summary>
internal static class PullWarnings
{
    public static void Report(SyreOptions options, IReadOnlyList<ParameterSlot> slots)
    {
        if (options.Warning is not { } warn || options.Mode == DecayMode.None)
            return;
        if (options.WeightDecay == 0)
            warn($"WeightDecay is 0, so mode {options.Mode} pulls nothing until it is raised; a static bias alone removes no symmetry.");
        if (!slots.Any(slot => slot.IsPulled))
            warn($"SyreOptions.Parameters accepts none of {slots.Count} parameters, so mode {options.Mode} pulls nothing.");
        ParameterSlot[] wide =
            [.. slots.Where(slot => slot.IsPulled && slot.Anisotropy > 0 && slot.Anisotropy / Math.Sqrt(3) >= slot.Sigma0)];
        if (wide.Length > 0)
        {
            warn(
                $"The spread of D, b/√3, is not below σ0 in {wide.Length} parameter(s), first '{wide[0].Name}' " +
                $"(b = {Text(wide[0].Anisotropy)}, σ0 = {Text(wide[0].Sigma0)}): the force that leaves a symmetric point may cancel " +
                "there. Leave Anisotropy null for a tenth of σ0.");
        }
    }

    private static string Text(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
