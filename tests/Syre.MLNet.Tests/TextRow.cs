namespace Syre.MLNet.Tests;

/// <summary>A text to predict from.</summary>
public sealed class TextRow
{
    public string Text { get; set; } = "";
}
