using System.Diagnostics.Metrics;

namespace ActorInference.Telemetry;

/// <summary>
/// Numbers by their attributes. Those that have the same are added up: a collector takes one number for each set of attributes, and two predictors of one model may have the same.
/// </summary>
internal sealed class LevelSum
{
    private readonly Dictionary<Key, long> _numbers = [];

    /// <summary>Adds to the number of these attributes.</summary>
    /// <param name="number">How much.</param>
    /// <param name="first">An attribute; absent where its value is null.</param>
    /// <param name="second">Another one.</param>
    /// <param name="third">Another one.</param>
    /// <param name="fourth">Another one.</param>
    public void Add(long number, (string, string?) first, (string, string?) second = default, (string, string?) third = default, (string, string?) fourth = default)
    {
        var key = new Key(first, second, third, fourth);
        _numbers[key] = _numbers.GetValueOrDefault(key) + number;
    }

    /// <summary>Adds all of another one.</summary>
    public void Add(LevelSum other)
    {
        foreach (var (key, number) in other._numbers) _numbers[key] = _numbers.GetValueOrDefault(key) + number;
    }

    public IEnumerable<Measurement<long>> Measurements() => [.. _numbers.Select(number => new Measurement<long>(number.Value, number.Key.Attributes()))];

    private readonly record struct Key((string Name, string? Value) First, (string Name, string? Value) Second, (string Name, string? Value) Third, (string Name, string? Value) Fourth)
    {
        public IEnumerable<KeyValuePair<string, object?>> Attributes() =>
            new[] { First, Second, Third, Fourth }.Where(attribute => attribute.Value is not null).Select(attribute => KeyValuePair.Create<string, object?>(attribute.Name, attribute.Value));
    }
}
