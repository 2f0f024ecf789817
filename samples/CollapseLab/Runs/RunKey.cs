namespace CollapseLab.Runs;

/// <summary>What makes a run the same as another, so that it need not be repeated.</summary>
/// <param name="Verb">The experiment.</param>
/// <param name="Setting">Name of the setting.</param>
/// <param name="Arm">Name of the arm.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Version">The experiment's version, whether it is the small one, and the images.</param>
internal sealed record RunKey(string Verb, string Setting, string Arm, int Seed, string Version);
