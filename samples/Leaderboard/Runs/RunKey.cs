namespace Leaderboard.Runs;

/// <summary>What makes a run the same as another, so that it need not be repeated.</summary>
/// <param name="Set">Name of the set.</param>
/// <param name="Trainer">Name of the trainer.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Version">The trainer's package.</param>
/// <param name="Description">The trainer's options and all else that its board says of how to train.</param>
/// <param name="MostRows">Most rows to train on; null for all.</param>
internal sealed record RunKey(string Set, string Trainer, int Seed, string Version, string Description, int? MostRows);
