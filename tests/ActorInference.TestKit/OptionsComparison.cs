using System.Collections;
using System.Reflection;
using System.Text;

namespace ActorInference.TestKit;

/// <summary>Options property by property, collections item by item: their own equality tells two lists apart that hold the same.</summary>
public static class OptionsComparison
{
    /// <summary>The paths of properties that differ, with both values.</summary>
    public static IReadOnlyList<string> Differences(object? expected, object? actual) => [.. Differences("", expected, actual)];

    /// <summary>The public properties that can be set of an options type and, below those whose type is options again, of that: with dots.</summary>
    public static IEnumerable<string> Properties(Type type) => Settable(type).SelectMany(property =>
        IsOptions(property.PropertyType) ? Properties(property.PropertyType).Select(inner => $"{property.Name}.{inner}") : [property.Name]);

    /// <summary>The key of such a property: <c>Batch.MaxSize</c> is <c>batch.max-size</c>.</summary>
    public static string Kebab(string name)
    {
        var kebab = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && name[i - 1] != '.') kebab.Append('-');
            kebab.Append(char.ToLowerInvariant(name[i]));
        }

        return kebab.ToString();
    }

    private static IEnumerable<string> Differences(string path, object? expected, object? actual)
    {
        if (expected is null || actual is null || expected.GetType() != actual.GetType() && expected is not IEnumerable) return Equals(expected, actual) ? [] : [$"{path}: {expected ?? "null"} became {actual ?? "null"}"];
        if (IsOptions(expected.GetType())) return Settable(expected.GetType()).SelectMany(property => Differences($"{path}.{property.Name}".TrimStart('.'), property.GetValue(expected), property.GetValue(actual)));
        var (one, other) = (InWords(expected), InWords(actual));
        return one == other ? [] : [$"{path}: {one} became {other}"];
    }

    private static string InWords(object? value) => value switch
    {
        string text => text,
        IDictionary map => $"{{{string.Join(", ", map.Keys.Cast<object>().Select(key => $"{key}: {InWords(map[key])}"))}}}",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(InWords))}]",
        _ => $"{value}",
    };

    private static bool IsOptions(Type type) => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.IsClass;

    private static IEnumerable<PropertyInfo> Settable(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);
}
