using Syre.Torch.Decay;
using Syre.Torch.Parameters;

namespace Syre.Torch.Updates;

/// <summary>Checks a user's whole input at once and makes the engine from it.</summary>
internal static class EngineFactory
{
    /// <exception cref="ArgumentException">Anything is wrong with groups, parameters or options; the message lists all of it.</exception>
    public static UpdateEngine Create(
        string owner, IReadOnlyList<(SyreParameterGroup Description, ParameterGroupState State)> groups, SyreOptions options,
        IUpdateRule rule, Violations violations)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((SyreParameterGroup group, _) in groups)
        {
            violations.Require(
                group.InitialDeviation is null or (> 0 and < double.PositiveInfinity),
                $"{nameof(group.InitialDeviation)} of group '{group.Name}' is {group.InitialDeviation}; it must be a number above 0, or " +
                $"null for each tensor's own.");
            violations.Require(names.Add(group.Name), $"Two groups are named '{group.Name}'. Give each a name of its own.");
            violations.RequireNotNegative(
                group.LearningRateFactor, $"LearningRateFactor of group '{group.Name}'", "1 is the optimizer's own rate.");
            violations.RequireNotNegative(
                group.WeightDecayFactor, $"WeightDecayFactor of group '{group.Name}'", "0 leaves the group unpulled.");
        }
        ParameterLayout layout = ParameterLayout.Create(groups, violations, options.UsesWholeTensors);
        violations.ThrowIfAny(owner);

        var target = new PullTarget(layout, options, violations);
        try
        {
            violations.ThrowIfAny(owner);
        }
        catch
        {
            target.Dispose();
            throw;
        }
        PullWarnings.Report(options, layout.Slots);
        return UpdateEngine.Create(layout, target, rule);
    }
}
