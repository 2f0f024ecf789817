namespace CollapseLab;

/// <summary>One point of an experiment's sweep.</summary>
/// <param name="Name">What tables and files call it; no two settings of an experiment have the same.</param>
/// <param name="X">Its place on the axis of the sweep, such as γ.</param>
/// <param name="Group">What it shares with others of the same sweep: one table and one panel each. Default: the only group.</param>
internal sealed record Setting(string Name, double X, string Group = "")
{
    /// <summary>The name without that of the group, where it begins with it.</summary>
    public string ShortName =>
        Group.Length > 0 && Name.StartsWith(Group + ", ", StringComparison.Ordinal) ? Name[(Group.Length + 2)..] : Name;
}
