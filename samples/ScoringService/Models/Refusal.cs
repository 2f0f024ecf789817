namespace ScoringService.Models;

/// <summary>A file that was not taken into service.</summary>
/// <param name="Version">A short hash of the file.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why, in the words of whatever refused it.</param>
internal sealed record Refusal(string Version, DateTimeOffset At, string Reason);
