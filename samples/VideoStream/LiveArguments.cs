using System.Globalization;
using NearestKey = ActorInference.Configuration.NearestKey;

namespace VideoStream;

/// <summary>The command line.</summary>
/// <param name="Source">A camera, an address or a file; null for FFmpeg's test picture.</param>
/// <param name="Settings">What goes to the host's configuration.</param>
internal sealed record LiveArguments(string? Source, string[] Settings)
{
    public const string Usage = "VideoStream [SOURCE] [--size=480] [--urls=ADDRESS]; the size is the longer side that the model works at, 64 to 4096";

    private const int DefaultSize = 480;

    // Its own, and what any .NET host takes: --Logging:LogLevel:Default=Debug.
    private static readonly string[] Known = ["size", "urls", "environment", "Logging", "Kestrel", "AllowedHosts"];

    /// <summary>The command line; or what is wrong with it, in one line.</summary>
    public static (LiveArguments? Arguments, string? Mistake) Parse(string[] args)
    {
        var sources = args.Where(argument => !argument.StartsWith('-')).ToArray();
        var settings = args.Where(argument => argument.StartsWith('-')).ToArray();
        if (settings.Select(Mistake).FirstOrDefault(mistake => mistake is not null) is { } wrong) return (null, wrong);
        return sources.Length > 1 ? (null, $"{sources[1]}: there is one source, and {sources[0]} is it.") : (new(sources.FirstOrDefault(), settings), null);
    }

    /// <summary>The longer side that the model works at; or what is wrong with it.</summary>
    public static (int Size, string? Mistake) SizeOf(IConfiguration configuration)
    {
        if (configuration["size"] is not { } text) return (DefaultSize, null);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 64 and <= 4096 ? (size, null) : (0, $"--size={text}: write a whole number of pixels from 64 to 4096.");
    }

    private static string? Mistake(string setting)
    {
        var option = setting.Split('=')[0];
        var name = option.TrimStart('-').Split(':')[0];
        if (!Known.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return $"{option}: there is no such option{(NearestKey.Of(name, Known) is { } nearest ? $"; did you mean --{nearest}?" : ".")}";
        }

        // Of two words, the second would be taken for the source.
        return setting.Contains('=') ? null : $"{option}: write an option and its value as one word, such as {option}=VALUE.";
    }
}
