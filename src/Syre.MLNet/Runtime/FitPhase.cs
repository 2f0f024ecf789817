using System.Diagnostics;

namespace Syre.MLNet.Runtime;

/// <summary>
/// The parts of a fit as activities of the source <c>Syre.MLNet</c>, for whoever wants to know where its time goes. While nobody listens
/// they cost a look at a list of listeners.
/// </summary>
internal static class FitPhase
{
    /// <summary>Name of the source.</summary>
    public const string Source = "Syre.MLNet";

    private static readonly ActivitySource s_activities = new(Source);

    /// <summary>Begins a part, which ends when the activity is disposed of; null while nobody listens.</summary>
    /// <param name="name">What is done, such as "read rows".</param>
    public static Activity? Begin(string name) => s_activities.StartActivity(name);

    /// <summary>Does a part.</summary>
    public static T In<T>(string name, Func<T> part)
    {
        using Activity? phase = Begin(name);
        return part();
    }
}
