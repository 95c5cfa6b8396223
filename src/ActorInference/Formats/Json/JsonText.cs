using System.Text.Json;

namespace ActorInference.Formats.Json;

/// <summary>Strings of JSON documents, which may hold bytes and escapes that are no Unicode.</summary>
internal static class JsonText
{
    /// <summary>The string; null when it is no sound Unicode.</summary>
    public static string? Of(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // an unpaired surrogate escape, or bytes that are no UTF-8
        }
    }

    /// <summary>A property's name; null when it is no sound Unicode.</summary>
    public static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The first property called <paramref name="name"/>; null when there is none or the element is no object.</summary>
    public static JsonElement? Find(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object) return null;
        foreach (var property in element.EnumerateObject())
        {
            if (NameOf(property) == name) return property.Value;
        }

        return null;
    }

    /// <summary>An element for a message, cut and on one line.</summary>
    public static string Short(JsonElement element)
    {
        try
        {
            return Excerpt.Of(element.ToString());
        }
        catch (InvalidOperationException)
        {
            return "text that is no sound Unicode";
        }
    }
}
