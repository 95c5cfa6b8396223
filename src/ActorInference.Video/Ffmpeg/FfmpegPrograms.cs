namespace ActorInference.Video;

/// <summary>The two programs, as full paths.</summary>
internal sealed record FfmpegPrograms(string Ffmpeg, string Ffprobe)
{
    private const string Advice = "install FFmpeg (Debian and Ubuntu: apt-get install ffmpeg; macOS: brew install ffmpeg; Windows: winget install ffmpeg) or name it by " + FfmpegOptions.Setting;

    /// <summary>Finds both, or says what to install.</summary>
    public static Outcome<FfmpegPrograms> Find(FfmpegOptions options)
    {
        var named = options.Program is { Length: > 0 } program ? program : Environment.GetEnvironmentVariable(FfmpegOptions.Setting) is { Length: > 0 } setting ? setting : null;
        if (ProgramPath.Find(named ?? "ffmpeg") is not { } ffmpeg)
        {
            return new Failure(ErrorKind.NotFound, named is null
                ? $"There is no program ffmpeg on the PATH: {Advice}."
                : $"'{named}', named as FFmpeg, is no program that can be run: {Advice}.");
        }

        // A build with a name of its own, such as ffmpeg-7, has its sibling under the same kind of name.
        var name = Path.GetFileName(ffmpeg);
        var sibling = Path.Combine(Path.GetDirectoryName(ffmpeg)!, name.Replace("ffmpeg", "ffprobe", StringComparison.OrdinalIgnoreCase));
        if (sibling == ffmpeg || !ProgramPath.IsProgram(sibling))
        {
            return new Failure(ErrorKind.NotFound, $"There is no program ffprobe beside '{ffmpeg}', and sources cannot be looked at without it: {Advice}.");
        }

        return new FfmpegPrograms(ffmpeg, sibling);
    }
}
