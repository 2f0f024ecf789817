namespace Syre.Studies.Texts;

/// <summary>A text and its class.</summary>
internal sealed class TextRow
{
    /// <summary>Name of the class.</summary>
    public string Name { get; init; } = "";

    /// <summary>The text.</summary>
    public string Text { get; init; } = "";
}
