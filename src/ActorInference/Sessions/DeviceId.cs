using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ActorInference;

/// <summary>A device a model can run on: <c>cpu</c>, <c>webgpu:0</c>, <c>cuda:1</c>.</summary>
/// <param name="Kind">The kind in lower case.</param>
/// <param name="Index">Which one of its kind, from 0.</param>
public sealed record DeviceId(string Kind, int Index = 0)
{
    /// <summary>The processor.</summary>
    public static DeviceId Cpu { get; } = new("cpu");

    /// <summary>Reads <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>; throws <see cref="FormatException"/> for anything else.</summary>
    public static DeviceId Parse(string text) => TryParse(text, out var device)
        ? device
        : throw new FormatException($"'{text}' names no device; a device is a kind and, if there are several, a number: cpu, webgpu:0, cuda:1.");

    /// <summary>The same without an exception: false for what names no device, null included.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out DeviceId? device)
    {
        device = null;
        if (text is null) return false;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var kind = colon < 0 ? text : text[..colon];
        var index = 0;
        if (kind.Length == 0 || !kind.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')) return false;
        if (colon >= 0 && !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out index)) return false;
        device = new(kind.ToLowerInvariant(), index);
        return true;
    }

    /// <summary><c>cpu</c>, <c>webgpu:0</c>. The first of a kind that a machine has once, or that cannot be told apart, goes without its number.</summary>
    public override string ToString() => Kind is "cpu" or "coreml" && Index == 0 ? Kind : $"{Kind}:{Index}";
}
