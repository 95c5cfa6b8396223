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
        if (alternatives.Count == 0 || alternatives.Any(devices => devices.Count == 0 || devices.Distinct().Count() < devices.Count))
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
        IReadOnlyList<DeviceId>[] alternatives = [.. text.Split(',').Select(Devices)];
        return new(alternatives);

        IReadOnlyList<DeviceId> Devices(string part)
        {
            DeviceId[] devices = [.. part.Split('+', StringSplitOptions.TrimEntries).Select(DeviceId.Parse)];
            return devices.Distinct().Count() == devices.Length ? devices : throw new FormatException($"'{part.Trim()}' names a device twice.");
        }
    }

    /// <summary>As it is parsed.</summary>
    public override string ToString() => string.Join(", ", Alternatives.Select(devices => string.Join('+', devices)));
}
