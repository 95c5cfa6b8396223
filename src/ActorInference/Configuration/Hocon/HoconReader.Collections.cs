using ActorInference.Formats;

namespace ActorInference.Configuration;

/// <content>What is more than one value, sizes that may be shares, and what is asked about a key without reading it.</content>
public sealed partial class HoconReader
{
    // Names above others are repeated for each of those: longer ones would make more of a file than it is.
    private const int LongestName = 256;

    /// <summary>Whether the key is there and <c>null</c>, for settings whose absence and null differ.</summary>
    public bool IsNull(string key)
    {
        _known.Add(key);
        return Section.TryGetField(key, out var field) && field.Value is HoconScalar { IsNull: true };
    }

    /// <summary>Says that a key is known, and read by somebody else.</summary>
    public void Leave(string key) => _known.Add(key);

    /// <summary>A whole number of at least <paramref name="least"/> that fits an int; null when absent.</summary>
    public int? Count(string key, int least = 1)
    {
        var isHuge = Section.TryGetField(key, out var field) && field.Value is HoconScalar scalar && HoconUnits.TryInteger(scalar.Text, out var number) && number > int.MaxValue;
        return (int?)Convert<long>(key, HoconUnits.TryInteger, $"a whole number {(isHuge ? $"of at most {int.MaxValue}" : $"of at least {least}")}", x => x >= least && x <= int.MaxValue);
    }

    /// <summary>A size with its unit, or a share such as <c>25%</c> of <paramref name="whole"/>, in bytes, 1 or more; null when absent.</summary>
    public long? SizeOrShare(string key, long whole)
    {
        var isShare = Section.TryGetField(key, out var field) && field.Value is HoconScalar { Text: ['.' or (>= '0' and <= '9'), .., '%'] };
        if (!isShare) return Convert<long>(key, HoconUnits.TrySize, "a size with its unit, of at least 1B, such as 256MiB, or a share such as 25%", size => size >= 1);
        return Convert<double>(key, HoconUnits.TryFraction, "a share above 0% and up to 100%, such as 25%, or a size such as 256MiB", share => share is > 0 and <= 1) is { } share
            ? Math.Max(1, (long)(whole * share))
            : null;
    }

    /// <summary>
    /// <c>first-backoff</c> and <c>max-backoff</c>, how long is waited before the second try and before any at most: both above 0, and refused together where the wait would shrink.
    /// </summary>
    public (TimeSpan First, TimeSpan Max) Backoff(TimeSpan first, TimeSpan max)
    {
        (first, max) = (DurationAboveZero("first-backoff") ?? first, DurationAboveZero("max-backoff") ?? max);
        if (max < first)
        {
            RefuseTogether($"backoff does not shrink, and max-backoff is {HoconUnits.Text(max)} where first-backoff is {HoconUnits.Text(first)}", "max-backoff", "first-backoff");
        }

        return (first, max);
    }

    /// <summary>Whole numbers within bounds, both included; null when absent.</summary>
    public IReadOnlyList<long>? Integers(string key, long least = long.MinValue, long most = long.MaxValue) =>
        Items(key, $"an array of whole numbers{Range(least, most, long.MinValue, long.MaxValue)}, such as [1, 8]") is { } items ? IntegersOf(key, items, least, most) : null;

    /// <summary>Whole numbers within bounds, both included, of an array that lies somewhere in the value of <paramref name="key"/>; null and an error where it holds anything else.</summary>
    public IReadOnlyList<long>? IntegersOf(string key, IReadOnlyList<HoconValue> items, long least, long most)
    {
        var numbers = new List<long>();
        foreach (var item in items)
        {
            if (item is HoconScalar scalar && HoconUnits.TryInteger(scalar.Text, out var number) && number >= least && number <= most) numbers.Add(number);
            else return Wrong<IReadOnlyList<long>?>(item, $"item {numbers.Count} of {_prefix}{key} is {Shown(item)}; write a whole number{Range(least, most, long.MinValue, long.MaxValue)}", null);
        }

        return numbers;
    }

    /// <summary>The items of an array as they are written; null when absent.</summary>
    public IReadOnlyList<HoconValue>? Items(string key, string right)
    {
        if (Find(key) is not { } value) return null;
        return value is HoconArray array ? array.Items : Wrong<IReadOnlyList<HoconValue>?>(value, $"{_prefix}{key} is {Shown(value)}; write {right}", null);
    }

    /// <summary>
    /// Names with texts; null when absent. An object within stands for names with dots: <c>session { a = 1 }</c> is <c>session.a</c>, as it is written without quotes.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Map(string key)
    {
        if (Object(key) is not { } section) return null;
        var map = new Dictionary<string, string>();
        return Fill(map, key, section, "") ? map : null;
    }

    private bool Fill(Dictionary<string, string> map, string key, HoconObject section, string prefix)
    {
        foreach (var field in section.Fields)
        {
            if (prefix.Length + field.Key.Length > LongestName) return Wrong(field.Value, $"{_prefix}{key} holds a name of more than {LongestName} characters; use a shorter one", false);
            switch (field.Value)
            {
                case HoconScalar { IsNull: false } scalar:
                    map[prefix + field.Key] = scalar.Text;
                    break;
                case HoconObject inner:
                    if (!Fill(map, key, inner, $"{prefix}{field.Key}.")) return false;
                    break;
                case HoconArray array:
                    return Wrong(array, $"{_prefix}{key}.{Excerpt.Of(prefix + field.Key)} is an array; write a text", false);
            }
        }

        return true;
    }
}
