namespace ScoringService.Models;

/// <summary>A file could not be loaded.</summary>
/// <param name="version">A short hash of the file; empty where it could not be read.</param>
/// <param name="reason">Why.</param>
internal sealed class LoadException(string version, Exception reason) : Exception(reason.Message, reason)
{
    /// <summary>A short hash of the file; empty where it could not be read.</summary>
    public string Version => version;
}
