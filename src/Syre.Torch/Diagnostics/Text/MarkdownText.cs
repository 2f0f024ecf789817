using System.Text;

namespace Syre.Torch.Diagnostics.Text;

/// <summary>Keeps names from being read as markup.</summary>
internal static class MarkdownText
{
    /// <summary>The text so that Markdown shows it as it is, on one line.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char character in text)
        {
            _ = character switch
            {
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '&' => escaped.Append("&amp;"),
                '\r' or '\n' => escaped.Append(' '),
                '\\' or '`' or '*' or '_' or '|' or '[' or ']' => escaped.Append('\\').Append(character),
                _ => escaped.Append(character),
            };
        }
        return escaped.ToString();
    }
}
