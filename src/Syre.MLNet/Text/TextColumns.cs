namespace Syre.MLNet.Text;

/// <summary>Names of the columns between the text and the scores; all are dropped at the end.</summary>
internal static class TextColumns
{
    public const string Normalised = "__SyreText";

    public const string Words = "__SyreWords";

    public const string Characters = "__SyreCharacters";

    public static readonly string[] All = [Normalised, Words, Characters];
}
