namespace Syre.Torch;

/// <summary>What a compaction took out of a layer.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="UnitsBefore">Its units before.</param>
/// <param name="UnitsAfter">Its units after, at least 1.</param>
/// <param name="Constant">Units that went since they are constant, dead ones among them: the constant went into the next biases.</param>
/// <param name="Copies">Units that went since they follow from others: their outgoing weights were added to those of the others.</param>
/// <param name="Unread">Units that went since no output depends on them.</param>
public sealed record CompactedLayer(string Name, int UnitsBefore, int UnitsAfter, int Constant, int Copies, int Unread);
