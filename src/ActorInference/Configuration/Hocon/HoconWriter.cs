using System.Globalization;
using System.Text;

namespace ActorInference.Configuration;

/// <summary>Writes values as HOCON in one line, which reads back as the same.</summary>
public static class HoconWriter
{
    /// <summary>The value.</summary>
    public static string Write(HoconValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>One part of a key, in quotes where it needs them.</summary>
    public static string WriteKey(string key) => key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? key : Quote(key);

    // Recursion is bounded: values nest no more than HoconDocument.MaxDepth deep.
    private static void Append(StringBuilder text, HoconValue value)
    {
        switch (value)
        {
            case HoconScalar scalar:
                text.Append(scalar.IsNull ? "null" : IsPlain(scalar.Text) ? scalar.Text : Quote(scalar.Text));
                break;
            case HoconArray array:
                text.Append('[');
                for (var i = 0; i < array.Items.Count; i++)
                {
                    if (i > 0) text.Append(", ");
                    Append(text, array.Items[i]);
                }

                text.Append(']');
                break;
            case HoconObject { Fields: [] }:
                text.Append("{}");
                break;
            case HoconObject section:
                text.Append("{ ");
                for (var i = 0; i < section.Fields.Count; i++)
                {
                    if (i > 0) text.Append(", ");
                    text.Append(WriteKey(section.Fields[i].Key)).Append(" = ");
                    Append(text, section.Fields[i].Value);
                }

                text.Append(" }");
                break;
        }
    }

    private static bool IsPlain(string text) =>
        text.Length > 0 && text != "null" && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '%' or '/' or ' ')
        && text[0] != ' ' && text[^1] != ' ' && !text.Contains("//", StringComparison.Ordinal);

    /// <summary>A text in quotes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (c is '\n') quoted.Append("\\n");
            else if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\uFEFF') quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
