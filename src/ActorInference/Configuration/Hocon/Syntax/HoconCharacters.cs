using System.Buffers;

namespace ActorInference.Configuration.Syntax;

/// <summary>Which characters mean what.</summary>
internal static class HoconCharacters
{
    /// <summary>Must be quoted to be part of a text.</summary>
    public static SearchValues<char> Reserved { get; } = SearchValues.Create("$\"{}[]:=,+#`^?!@*&\\\n");

    /// <summary>Whitespace within a line; the newline separates members.</summary>
    public static bool IsSpace(char c) => c != '\n' && (char.IsWhiteSpace(c) || c is '\uFEFF' or (>= '\u001C' and <= '\u001F'));
}
