namespace ActorInference.Formats;

/// <summary>Text of unknown length and content for a message of one line.</summary>
internal static class Excerpt
{
    private const int Longest = 40;

    /// <summary>The first characters, with spaces for control characters and line separators.</summary>
    public static string Of(string text) => OneLine(text.Length <= Longest ? text : text[..Longest] + "...");

    /// <summary>The whole text, with spaces for control characters and line separators.</summary>
    public static string OneLine(string text) => string.Create(text.Length, text, static (target, source) =>
    {
        for (var i = 0; i < target.Length; i++) target[i] = char.IsControl(source[i]) || source[i] is '\u2028' or '\u2029' ? ' ' : source[i];
    });
}
