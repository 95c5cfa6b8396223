using System.Globalization;
using System.Text.RegularExpressions;
using ActorInference.Imaging;

namespace ActorInference.Video;

/// <summary>A folder of numbered pictures: <c>frames/%08d.png</c>, or <c>frames/</c> for just that.</summary>
/// <param name="Folder">The folder's full path.</param>
/// <param name="Before">The name up to the number.</param>
/// <param name="Digits">The number's digits, at least.</param>
/// <param name="After">The name behind the number: the extension, at least.</param>
internal sealed partial record PicturePattern(string Folder, string Before, int Digits, string After)
{
    private const string UsualName = "%08d.png";

    /// <summary>The extension, which says the format.</summary>
    public string Extension => Path.GetExtension(After);

    /// <summary>The pattern that <paramref name="path"/> stands for; null when it stands for something else.</summary>
    public static Outcome<PicturePattern>? Of(string path)
    {
        var isFolder = Path.EndsInDirectorySeparator(path) || Directory.Exists(path);
        var full = Path.GetFullPath(isFolder ? Path.Combine(path, UsualName) : path);
        if (Number().Matches(Path.GetFileName(full)) is not [var number]) return null;
        if (!PictureEncoder.FormatOf(full).TryGet(out _, out var failure)) return failure;
        var digits = number.Groups["digits"].Value;
        var name = Path.GetFileName(full);
        return new PicturePattern(Path.GetDirectoryName(full)!, name[..number.Index], digits.Length == 0 ? 1 : int.Parse(digits, CultureInfo.InvariantCulture), name[(number.Index + number.Length)..]);
    }

    /// <summary>The file name of a frame.</summary>
    public string NameOf(long index) => Before + index.ToString($"D{Digits}", CultureInfo.InvariantCulture) + After;

    /// <summary>Which frame a file is of; null when it is none of these pictures.</summary>
    public long? IndexOf(string path)
    {
        var name = Path.GetFileName(path);
        if (!name.StartsWith(Before, StringComparison.Ordinal) || !name.EndsWith(After, StringComparison.Ordinal) || name.Length < Before.Length + After.Length + Digits) return null;
        return long.TryParse(name[Before.Length..^After.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var index) && NameOf(index) == name ? index : null;
    }

    [GeneratedRegex("%(0(?<digits>[1-9][0-9]?))?d", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
