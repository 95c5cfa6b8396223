using System.Globalization;

namespace ActorInference.Video;

/// <summary>How coded pictures are turned and mirrored to be upright, out of the nine numbers that containers carry.</summary>
/// <param name="Rotation">Degrees clockwise: 0, 90, 180 or 270.</param>
/// <param name="Filters">FFmpeg's filters that do it, such as <c>transpose=clock</c>; empty where nothing is to be done.</param>
internal sealed record DisplayMatrix(int Rotation, string Filters)
{
    /// <summary>Pictures are coded as they are shown.</summary>
    public static DisplayMatrix Upright { get; } = new(0, "");

    /// <summary>Whether width and height change places.</summary>
    public bool SwapsSides => Rotation is 90 or 270;

    /// <summary>Reads what ffprobe prints: three lines of an address and three numbers each. Anything else, and turns that are no quarter turns, count as upright.</summary>
    public static DisplayMatrix Parse(string text)
    {
        var numbers = new List<long>(9);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            foreach (var word in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (!long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return Upright;
                numbers.Add(number);
            }
        }

        return numbers.Count == 9 ? Of(numbers[0], numbers[1], numbers[3], numbers[4]) : Upright;
    }

    // Upright x comes from x * a + y * c, y from x * b + y * d.
    private static DisplayMatrix Of(long a, long b, long c, long d) => (Math.Sign(a), Math.Sign(b), Math.Sign(c), Math.Sign(d)) switch
    {
        (0, > 0, < 0, 0) => new(90, "transpose=clock"),
        (0, > 0, > 0, 0) => new(90, "transpose=cclock_flip"),
        (0, < 0, > 0, 0) => new(270, "transpose=cclock"),
        (0, < 0, < 0, 0) => new(270, "transpose=clock_flip"),
        (< 0, 0, 0, < 0) => new(180, "hflip,vflip"),
        (< 0, 0, 0, > 0) => new(0, "hflip"),
        (> 0, 0, 0, < 0) => new(0, "vflip"),
        _ => Upright,
    };
}
