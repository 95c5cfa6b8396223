using System.Text;
using ActorInference.Configuration;
using Akka.Configuration;

namespace ActorInference.Akka;

/// <summary>Between our reader of HOCON and Akka.NET's own, which knows fewer forms: for that one every text stands in quotes unless it is one word. What it writes itself cannot be read again where a value is null.</summary>
internal static class AkkaText
{
    public static string Write(HoconValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>A section of Akka.NET's for our reader: objects, texts and null.</summary>
    public static string Read(Config section)
    {
        var text = new StringBuilder();
        Append(text, section.Root.GetObject());
        return text.ToString();
    }

    private static void Append(StringBuilder text, global::Akka.Configuration.Hocon.HoconObject section)
    {
        text.Append('{');
        foreach (var (key, value) in section.Items)
        {
            text.Append(HoconWriter.WriteKey(key)).Append(" = ");
            if (value.IsObject()) Append(text, value.GetObject());
            else text.Append(value.GetString() is { } word ? HoconWriter.Quote(word) : "null");
            text.Append('\n');
        }

        text.Append('}');
    }

    private static void Append(StringBuilder text, HoconValue value)
    {
        switch (value)
        {
            case HoconScalar { IsNull: true }:
                text.Append("null");
                break;
            case HoconScalar scalar:
                text.Append(IsWord(scalar.Text) ? scalar.Text : HoconWriter.Quote(scalar.Text));
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
            case HoconObject section:
                text.Append("{\n");
                foreach (var field in section.Fields)
                {
                    text.Append(HoconWriter.WriteKey(field.Key));
                    text.Append(field.Value is HoconObject ? " " : " = ");
                    Append(text, field.Value);
                    text.Append('\n');
                }

                text.Append('}');
                break;
        }
    }

    private static bool IsWord(string text) => text.Length > 0 && text != "null" && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
