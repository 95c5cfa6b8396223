using System.Diagnostics.CodeAnalysis;

namespace ActorInference;

/// <summary>
/// Where a model may run, in order of preference: <c>cuda:0, cpu</c> takes the processor only where the GPU cannot be used.
/// Several devices that work at the same time, each with its own pool, are joined: <c>cuda:0+cuda:1, cpu</c>.
/// </summary>
public sealed class Placement
{
    /// <summary>Alternatives in order of preference; all devices of one are used together, or none.</summary>
    public Placement(params IReadOnlyList<IReadOnlyList<DeviceId>> alternatives)
    {
        if (alternatives.Count == 0 || alternatives.Any(devices => devices.Count == 0 || NamesOneTwice(devices)))
        {
            throw new ArgumentException("A placement names one device or more, and none twice in one alternative.", nameof(alternatives));
        }

        Alternatives = alternatives;
    }

    /// <summary>The processor.</summary>
    public static Placement Cpu { get; } = new([DeviceId.Cpu]);

    /// <summary>The alternatives, best first.</summary>
    public IReadOnlyList<IReadOnlyList<DeviceId>> Alternatives { get; }

    /// <summary>Reads <c>cpu</c>, <c>cuda:0, cpu</c>, <c>cuda:0+cuda:1</c>; throws <see cref="FormatException"/> for anything else.</summary>
    public static Placement Parse(string text)
    {
        IReadOnlyList<DeviceId>[] alternatives = [.. text.Split(',').Select(part => Split(part).Select(DeviceId.Parse).ToArray())];
        var repeating = Array.FindIndex(alternatives, NamesOneTwice);
        return repeating < 0 ? new(alternatives) : throw new FormatException($"'{text.Split(',')[repeating].Trim()}' names a device twice.");
    }

    /// <summary>The same without an exception: false for what is no placement, null included.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Placement? placement)
    {
        placement = null;
        if (text is null) return false;
        var alternatives = new List<IReadOnlyList<DeviceId>>();
        foreach (var part in text.Split(','))
        {
            var devices = new List<DeviceId>();
            foreach (var name in Split(part))
            {
                if (!DeviceId.TryParse(name, out var device)) return false;
                devices.Add(device);
            }

            if (NamesOneTwice(devices)) return false;
            alternatives.Add(devices);
        }

        placement = new(alternatives);
        return true;
    }

    /// <summary>As it is parsed.</summary>
    public override string ToString() => string.Join(", ", Alternatives.Select(devices => string.Join('+', devices)));

    private static string[] Split(string alternative) => alternative.Split('+', StringSplitOptions.TrimEntries);

    private static bool NamesOneTwice(IReadOnlyList<DeviceId> devices) => devices.Distinct().Count() < devices.Count;
}
