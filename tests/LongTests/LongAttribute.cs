namespace Syre.Tests;

/// <summary>
/// Marks a test that takes minutes: it runs where the environment variable SYRE_LONG_TESTS is 1 and is skipped elsewhere. Beside it stands
/// <c>[TestCategory("Long")]</c>, so that a filter finds them.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongAttribute : ConditionBaseAttribute
{
    public LongAttribute() : base(ConditionMode.Include) => IgnoreMessage = "Takes minutes; set SYRE_LONG_TESTS=1 to run it.";

    public override string GroupName => "Long";

    public override bool IsConditionMet => Environment.GetEnvironmentVariable("SYRE_LONG_TESTS") == "1";
}
