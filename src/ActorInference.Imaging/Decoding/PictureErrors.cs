namespace ActorInference.Imaging;

/// <summary>The one place that words what is wrong with an encoded picture.</summary>
internal static class PictureErrors
{
    // How the codecs under libvips say that the bytes ended too early.
    private static readonly string[] EndedEarly =
        ["truncated", "premature", "end of", "end-of", "out of data", "read error", "not enough", "too short", "eof", "incomplete", "unexpected eof", "insufficient"];

    public static Failure Empty(string name) => Invalid(name, "the file is empty.");

    public static Failure NotAPicture(string name, ReadOnlySpan<byte> bytes) => Invalid(name, $"this {FormatSniffer.Describe(bytes)}.");

    public static Failure Unsupported(string name, PictureFormat format) =>
        Invalid(name, $"this is a {FormatLoaders.NameOf(format)} picture, which this build of libvips does not read; convert it to PNG or JPEG.");

    public static Failure TooManyPixels(string name, PictureSize size, long limit) =>
        Invalid(name, $"{size} is {size.Pixels / 1e6:N0} megapixels, more than the limit of {limit / 1e6:0.##}; raise the pixel limit if the picture is meant to be that large.");

    public static Failure Header(string name, PictureFormat format, ReadOnlySpan<byte> bytes, string error) =>
        Invalid(name, IsTruncated(format, bytes, error)
            ? $"the {FormatLoaders.NameOf(format)} file is truncated: it ends within its header{Because(error)}."
            : $"the {FormatLoaders.NameOf(format)} header cannot be read{Because(error)}.");

    public static Failure Pixels(string name, PictureFormat format, ReadOnlySpan<byte> bytes, string error) =>
        Invalid(name, IsTruncated(format, bytes, error)
            ? $"the {FormatLoaders.NameOf(format)} file is truncated: it ends before its picture does; lenient decoding takes what is there{Because(error)}."
            : $"the {FormatLoaders.NameOf(format)} picture is damaged{Because(error)}.");

    public static Failure WouldBeTooLarge(string name, PictureSize size, long limit) =>
        Invalid(name, $"the picture would become {size}, {size.Pixels:N0} pixels, over the limit of {limit:N0}: ask for a smaller size or multiple, or raise the limit.");

    public static Failure OutOfMemory(string name, PictureSize size) =>
        new(ErrorKind.OutOfMemory, $"{name}: there is not enough memory for a picture of {size}.");

    private static Failure Invalid(string name, string text) => new(ErrorKind.InvalidInput, $"{name}: {text}");

    private static string Because(string error) => error.Length == 0 ? "" : $" ({error})";

    // The file itself is asked first: libvips' text may have gone to another thread's failure.
    private static bool IsTruncated(PictureFormat format, ReadOnlySpan<byte> bytes, string error) =>
        FormatSniffer.LacksEnd(format, bytes) || Array.Exists(EndedEarly, text => error.Contains(text, StringComparison.OrdinalIgnoreCase));
}
