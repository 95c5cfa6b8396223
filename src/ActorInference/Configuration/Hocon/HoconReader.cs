using ActorInference.Configuration.Layers;
using ActorInference.Configuration.Sections;
using ActorInference.Formats;

namespace ActorInference.Configuration;

/// <summary>
/// Reads the keys of one section and collects what is wrong, so that a user sees every error at once.
/// Every key that is asked for is known; <see cref="Finish"/> reports the others with the nearest known one.
/// A key that is absent or null gives the default. A key that is wrong gives the default too, and an error.
/// </summary>
public sealed partial class HoconReader
{
    private readonly string _prefix;
    private readonly HashSet<string> _known = [];
    private readonly List<HoconReader> _sections = [];
    private readonly List<HoconError> _errors;

    /// <summary>Reads <paramref name="section"/>, whose keys messages name with <paramref name="prefix"/> before them, such as <c>picture.</c>.</summary>
    public HoconReader(HoconObject section, string prefix = "")
        : this(section, prefix, [])
    {
    }

    private HoconReader(HoconObject section, string prefix, List<HoconError> errors)
    {
        Section = section;
        _prefix = prefix;
        _errors = errors;
    }

    private delegate bool TryConvert<T>(string text, out T value);

    /// <summary>Which places go over which, for errors that several keys share.</summary>
    internal LayerRanks Ranks { get; init; } = LayerRanks.Plain;

    /// <summary>The object that is read.</summary>
    public HoconObject Section { get; }

    /// <summary>What was wrong so far, here and in the sections below.</summary>
    public IReadOnlyList<HoconError> Errors => _errors;

    /// <summary>A text; null when absent.</summary>
    public string? Text(string key) => Find(key) is { } value ? TextOf(key, value) : null;

    /// <summary>A text.</summary>
    public string Text(string key, string @default) => Text(key) ?? @default;

    /// <summary>One of some words, as they are.</summary>
    public string Word(string key, string @default, params IReadOnlyList<string> words)
    {
        if (Find(key) is not { } value || TextOf(key, value) is not { } text) return @default;
        if (words.Contains(text)) return text;
        var hint = NearestKey.Of(text, words) is { } nearest ? $" (did you mean {nearest}?)" : "";
        return Wrong(value, $"{_prefix}{key} is \"{Excerpt.Of(text)}\"{hint}; write one of {string.Join(", ", words)}", @default);
    }

    /// <summary>A switch.</summary>
    public bool Flag(string key, bool @default) => Convert<bool>(key, HoconUnits.TryFlag, "on or off (or true, false, yes, no)", _ => true) ?? @default;

    /// <summary>A whole number within bounds, both included; null when absent.</summary>
    public long? Integer(string key, long least = long.MinValue, long most = long.MaxValue) =>
        Convert<long>(key, HoconUnits.TryInteger, $"a whole number{Range(least, most, long.MinValue, long.MaxValue)}", x => x >= least && x <= most);

    /// <summary>A number within bounds, both included; null when absent.</summary>
    public double? Number(string key, double least = double.MinValue, double most = double.MaxValue) =>
        Convert<double>(key, HoconUnits.TryNumber, $"a number{Range(least, most, double.MinValue, double.MaxValue)}", x => x >= least && x <= most);

    /// <summary>A share such as <c>80%</c> or <c>0.8</c>, given as 0.8; null when absent.</summary>
    public double? Fraction(string key, double least = 0, double most = 1) =>
        Convert<double>(key, HoconUnits.TryFraction, $"a share from {least * 100}% to {most * 100}%, such as 80%", x => x >= least && x <= most);

    /// <summary>A time span with its unit, within bounds, both included; null when absent.</summary>
    public TimeSpan? Duration(string key, TimeSpan? least = null, TimeSpan? most = null) =>
        Convert<TimeSpan>(
            key,
            HoconUnits.TryDuration,
            $"a duration with its unit, such as 5ms, 2s or 1m{DurationRange(least ?? TimeSpan.Zero, most)}",
            x => x >= (least ?? TimeSpan.Zero) && x <= (most ?? TimeSpan.MaxValue));

    /// <summary>A time span above 0, with its unit; null when absent.</summary>
    public TimeSpan? DurationAboveZero(string key) => Duration(key, TimeSpan.FromTicks(1));

    /// <summary>A size with its unit, in bytes, within bounds, both included; null when absent.</summary>
    public long? Size(string key, long least = 0, long most = long.MaxValue) =>
        Convert<long>(key, HoconUnits.TrySize, $"a size with its unit, such as 256MiB or 1GB{SizeRange(least, most)}", x => x >= least && x <= most);

    /// <summary>Numbers; null when absent.</summary>
    public IReadOnlyList<double>? Numbers(string key)
    {
        if (Items(key, "an array of numbers, such as [0.5, 1]") is not { } items) return null;
        var numbers = new List<double>();
        foreach (var item in items)
        {
            if (item is HoconScalar scalar && HoconUnits.TryNumber(scalar.Text, out var number)) numbers.Add(number);
            else return Wrong<IReadOnlyList<double>?>(item, $"item {numbers.Count} of {_prefix}{key} is {Shown(item)}; write a number", null);
        }

        return numbers;
    }

    /// <summary>Texts; null when absent.</summary>
    public IReadOnlyList<string>? Texts(string key)
    {
        if (Items(key, "an array of texts, such as [a, b]") is not { } items) return null;
        var texts = new List<string>();
        foreach (var item in items)
        {
            if (item is HoconScalar { IsNull: false } scalar) texts.Add(scalar.Text);
            else return Wrong<IReadOnlyList<string>?>(item, $"item {texts.Count} of {_prefix}{key} is {Shown(item)}; write a text", null);
        }

        return texts;
    }

    /// <summary>A section below, to be read with the same list of errors; null when absent.</summary>
    public HoconReader? Below(string key)
    {
        if (Object(key) is not { } section) return null;
        var reader = new HoconReader(section, $"{_prefix}{key}.", _errors) { Ranks = Ranks };
        _sections.Add(reader);
        return reader;
    }

    /// <summary>A section that somebody else reads; null when absent.</summary>
    public HoconObject? Object(string key)
    {
        if (Find(key) is not { } value) return null;
        return value as HoconObject ?? Wrong<HoconObject?>(value, $"{_prefix}{key} is {Shown(value)}; write {key} {{ ... }}", null);
    }

    /// <summary>Adds an error of the reader's user, at the key if it is there, else at the section.</summary>
    public void Refuse(string key, string message) => Refuse(PlaceOf(key), key, message);

    /// <summary>Adds an error of the reader's user, at a place inside the key's value.</summary>
    public void Refuse(HoconPosition place, string key, string message) => _errors.Add(new(place, $"{_prefix}{key} {message}"));

    /// <summary>
    /// Adds an error about keys that do not fit each other, at the one of the highest layer, or there the last one: it is what somebody changed. The places of the others are named,
    /// unless they are defaults.
    /// </summary>
    public void RefuseTogether(string message, params IReadOnlyList<string> keys) => Contradiction.Refuse(message, [.. keys.Select(key => ((HoconReader?)this, key))]);

    /// <summary>Where the key is written; where it is not, where the section is.</summary>
    public HoconPosition PlaceOf(string key) => Section.TryGetField(key, out var field) ? field.Position : Section.Position;

    /// <summary>The key with all that is before it, as messages name it.</summary>
    public string NameOf(string key) => $"{_prefix}{key}";

    /// <summary>Reports keys that nobody asked for. Call it once, when everything was read.</summary>
    /// <returns>Null when all is well; else the first error by place, with the number of further ones.</returns>
    public Failure? Finish()
    {
        ReportUnknown();
        return _errors.Count == 0 ? null : HoconError.First(_errors);
    }

    private void ReportUnknown()
    {
        foreach (var field in Section.Fields.Where(field => !_known.Contains(field.Key)))
        {
            // A key that is right but for the section it belongs in is likelier than one that is only similar.
            var inside = _sections.Where(section => section._known.Contains(field.Key)).Select(section => section.NameOf(field.Key)).Distinct().ToArray();
            var right = inside.Length > 0 ? $"did you mean {string.Join(" or ", inside)}?"
                : NearestKey.Of(field.Key, _known) is { } nearest ? $"did you mean {_prefix}{nearest}?"
                : $"known here are {string.Join(", ", _known.Order())}";
            _errors.Add(new(field.Position, $"{_prefix}{Excerpt.Of(field.Key)} is no known key; {right}"));
        }

        foreach (var section in _sections) section.ReportUnknown();
    }

    private HoconValue? Find(string key)
    {
        _known.Add(key);
        return Section.TryGetField(key, out var field) && field.Value is not HoconScalar { IsNull: true } ? field.Value : null;
    }

    private string? TextOf(string key, HoconValue value) =>
        value is HoconScalar scalar ? scalar.Text : Wrong<string?>(value, $"{_prefix}{key} is {Shown(value)}; write a text", null);

    private T? Convert<T>(string key, TryConvert<T> convert, string right, Func<T, bool> inRange)
        where T : struct
    {
        if (Find(key) is not { } value) return null;
        if (value is HoconScalar scalar && convert(scalar.Text, out var converted) && inRange(converted)) return converted;
        return Wrong<T?>(value, $"{_prefix}{key} is {Shown(value)}; write {right}", null);
    }

    private T Wrong<T>(HoconValue value, string message, T @default)
    {
        _errors.Add(new(value.Position, message));
        return @default;
    }

    private static string DurationRange(TimeSpan least, TimeSpan? most) => (least.Ticks, most) switch
    {
        (1, null) => ", above 0",
        (1, { } bound) => $", above 0 and up to {HoconUnits.Text(bound)}",
        (_, { } bound) => $", from {HoconUnits.Text(least)} to {HoconUnits.Text(bound)}",
        (0, null) => "",
        _ => $", of at least {HoconUnits.Text(least)}",
    };

    private static string SizeRange(long least, long most) => (least, most) switch
    {
        (0, long.MaxValue) => "",
        (_, long.MaxValue) => $", of at least {HoconUnits.Text(least)}",
        _ => $", from {HoconUnits.Text(least)} to {HoconUnits.Text(most)}",
    };

    private static string Shown(HoconValue value) => value is HoconScalar scalar ? $"\"{Excerpt.Of(scalar.Text)}\"" : value.Kind;

    private static string Range<T>(T least, T most, T lowest, T highest)
        where T : IComparable<T> =>
        (least.CompareTo(lowest) > 0, most.CompareTo(highest) < 0) switch
        {
            (true, true) => $" from {least} to {most}",
            (true, false) => $" of at least {least}",
            (false, true) => $" of at most {most}",
            _ => "",
        };
}
