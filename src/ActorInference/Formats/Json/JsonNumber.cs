using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace ActorInference.Formats.Json;

/// <summary>Single JSON values to numbers. What does not fit the type is refused, never rounded to infinity or wrapped.</summary>
internal static class JsonNumber
{
    /// <summary>A whole number, also as a string: JavaScript writes 64-bit integers so.</summary>
    public static bool TryInteger<T>(JsonElement element, out T value)
        where T : struct, IBinaryInteger<T>
    {
        value = default;
        return element.ValueKind switch
        {
            JsonValueKind.Number => T.TryParse(element.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value),
            JsonValueKind.String => T.TryParse(JsonText.Of(element), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value),
            _ => false,
        };
    }

    /// <summary>A number, or "NaN", "Infinity", "-Infinity".</summary>
    public static bool TryFloat<T>(JsonElement element, out T value)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        value = default;
        if (element.ValueKind == JsonValueKind.Number)
        {
            return T.TryParse(element.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && T.IsFinite(value);
        }

        if (element.ValueKind != JsonValueKind.String) return false;
        switch (JsonText.Of(element))
        {
            case "NaN":
                value = T.NaN;
                return true;
            case "Infinity":
                value = T.PositiveInfinity;
                return true;
            case "-Infinity":
                value = T.NegativeInfinity;
                return true;
            default:
                return false;
        }
    }

    /// <summary>As <see cref="TryFloat"/>, rounded to bfloat16.</summary>
    public static bool TryBFloat16(JsonElement element, out BFloat16 value)
    {
        var read = TryFloat<float>(element, out var number);
        value = (BFloat16)number;
        return read && float.IsFinite(value) == float.IsFinite(number);
    }

    /// <summary>true, false, 1 or 0.</summary>
    public static bool TryBool(JsonElement element, out bool value)
    {
        value = element.ValueKind == JsonValueKind.True;
        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False) return true;
        var read = TryInteger<int>(element, out var number) && number is 0 or 1;
        value = number == 1;
        return read;
    }
}
