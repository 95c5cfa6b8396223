using System.Text;

namespace ActorInference.Cli.Predicting;

/// <summary>File names for outputs, whose names may hold anything. The same on every system, so that results are.</summary>
internal sealed class SafeFileNames
{
    // Every file system takes 255 bytes; room is left for a number and an extension.
    private const int LongestBytes = 200;

    private static readonly HashSet<string> DeviceNames = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(i => new[] { $"COM{i}", $"LPT{i}" })], StringComparer.OrdinalIgnoreCase);

    // Told apart as file systems do that ignore case.
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A name without extension that no system refuses and that was not given out before: <paramref name="name"/> itself where it will do.</summary>
    public string For(string name)
    {
        var safe = Safe(name);
        var candidate = safe;
        for (var number = 2; !_taken.Add(candidate); number++) candidate = $"{safe}-{number}";
        return candidate;
    }

    private static string Safe(string name)
    {
        var safe = new StringBuilder();
        var bytes = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > LongestBytes) break;
            safe.Append(Rune.IsControl(rune) || rune.Value is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' or 0xFFFD ? "_" : rune.ToString());
        }

        // A dot in front hides files and means folders; dots and spaces at the end are lost on Windows, and so is what has a device's name.
        if (safe.Length > 0 && safe[0] is '.' or ' ') safe[0] = '_';
        if (safe.Length > 0 && safe[^1] is '.' or ' ') safe[^1] = '_';
        if (safe.Length == 0 || DeviceNames.Contains(safe.ToString().Split('.')[0])) safe.Insert(0, '_');
        return safe.ToString();
    }
}
