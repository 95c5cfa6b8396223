using System.Text;

namespace ActorInference.Cli.Terminal;

/// <summary>Texts from files on their way to a terminal.</summary>
internal static class OneLine
{
    /// <summary>
    /// The text on one line of at most <paramref name="longest"/> characters. Line breaks become spaces; other control characters, which
    /// could move a terminal's cursor or change its colours, become U+FFFD.
    /// </summary>
    public static string Of(string text, int longest = 200)
    {
        var line = new StringBuilder();
        foreach (var c in text)
        {
            if (line.Length == longest)
            {
                // Not between the halves of a surrogate pair.
                if (char.IsHighSurrogate(line[^1])) line.Length--;
                return line.Append("...").ToString();
            }

            line.Append(c is '\n' or '\r' or '\t' ? ' ' : char.IsControl(c) ? '\uFFFD' : c);
        }

        return line.ToString();
    }
}
