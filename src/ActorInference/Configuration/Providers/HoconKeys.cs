using Microsoft.Extensions.Configuration;

namespace ActorInference.Configuration;

/// <summary>HOCON as the flat keys of .NET's configuration, which do not tell upper case from lower.</summary>
internal static class HoconKeys
{
    // A name with all names above it is repeated for each key below: longer ones would make more of a file than it is.
    private const int LongestKey = 1024;

    /// <summary>
    /// <c>a { b = [x, y] }</c> is <c>a:b:0 = x</c>, <c>a:b:1 = y</c>. Null and an empty object have the value null, an empty array the empty text. Two keys that differ in case alone, and keys of more than 1024
    /// characters, are an <see cref="InvalidDataException"/>.
    /// </summary>
    public static Dictionary<string, string?> Flatten(HoconObject root)
    {
        var keys = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in root.Fields) Add(keys, field.Key, field.Value, field.Position);
        return keys;
    }

    private static void Add(Dictionary<string, string?> keys, string key, HoconValue value, HoconPosition position)
    {
        if (key.Length > LongestKey) throw new InvalidDataException($"{position}: this key has more than {LongestKey} characters with those above it; use shorter names.");
        switch (value)
        {
            case HoconObject { Fields.Count: > 0 } section:
                foreach (var field in section.Fields) Add(keys, ConfigurationPath.Combine(key, field.Key), field.Value, field.Position);
                return;
            case HoconArray { Items.Count: > 0 } array:
                for (var i = 0; i < array.Items.Count; i++) Add(keys, ConfigurationPath.Combine(key, $"{i}"), array.Items[i], array.Items[i].Position);
                return;
        }

        var text = value switch
        {
            HoconScalar { IsNull: false } scalar => scalar.Text,
            HoconArray => "",
            _ => null,
        };
        if (!keys.TryAdd(key, text)) throw new InvalidDataException($"{position}: {key} is there already, and .NET's configuration does not tell upper case from lower; use another name.");
    }
}
