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

    /// <summary>Whether a path is a folder's: one that is there, or that ends as one's.</summary>
    public static bool IsFolder(string path) => Path.EndsInDirectorySeparator(path) || Directory.Exists(path);

    /// <summary>The pattern that <paramref name="path"/> stands for, or why it is none though it is meant for one; null when it is meant for something else.</summary>
    public static Outcome<PicturePattern>? Of(string path)
    {
        if (path.Length == 0) return null;
        var full = Path.GetFullPath(IsFolder(path) ? Path.Combine(path, UsualName) : path);
        var name = Path.GetFileName(full);
        var numbers = AnyNumber().Matches(name);
        if (numbers.Count == 0) return null;
        if (numbers.Count > 1) return Wrong(path, $"pictures have one number in their names, and here are {numbers.Count}; leave one.");
        var number = numbers[0];
        if (Number().Match(number.Value) is not { Success: true } right) return Wrong(path, $"{number.Value} is no number of pictures; write {Nearest(number.Value)}.");
        if (!PictureEncoder.FormatOf(name).TryGet(out _, out _)) return Wrong(path, "pictures are written as .jpg, .png or .webp.");
        var digits = right.Groups["digits"].Value;
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

    private static Failure Wrong(string path, string text) => new(ErrorKind.InvalidInput, $"{path}: {text}");

    // %8d -> %08d
    private static string Nearest(string number)
    {
        var digits = number[1..^1].TrimStart('0');
        return digits.Length is 1 or 2 ? $"%0{digits}d" : "%08d";
    }

    // What people mean by a number, rightly or not.
    [GeneratedRegex("%[0-9]*d|%[0-9]+[ius]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnyNumber();

    [GeneratedRegex("^%(0(?<digits>[1-9][0-9]?))?d$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
