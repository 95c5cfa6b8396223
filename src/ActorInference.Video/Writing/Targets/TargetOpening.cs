using System.Globalization;

namespace ActorInference.Video;

/// <summary>Finds the target that a path stands for and makes it ready.</summary>
/// <param name="Path">What the caller wrote.</param>
/// <param name="Options">How.</param>
/// <param name="Programs">FFmpeg.</param>
/// <param name="Remarks">Where it is said what will not be as it was.</param>
internal sealed record TargetOpening(string Path, VideoWriteOptions Options, FfmpegPrograms Programs, List<string> Remarks)
{
    /// <summary>The path of standard output.</summary>
    public const string StandardOutput = "-";

    /// <summary>The target, which has started nothing that waits for frames but a pipe's encoder.</summary>
    public async Task<Outcome<IVideoTarget>> OpenAsync(CancellationToken cancel)
    {
        if (Path == StandardOutput) return await PipeAsync(cancel).ConfigureAwait(false);
        if (PicturePattern.Of(Path) is { } pictures) return pictures.TryGet(out var pattern, out var failure) ? await PicturesAsync(pattern, cancel).ConfigureAwait(false) : failure;
        return Container.Of(Path) is { } container
            ? await FileAsync(container, cancel).ConfigureAwait(false)
            : new Failure(ErrorKind.InvalidInput, $"{Path}: video is written as {Container.Names}, to a folder of pictures (FOLDER/ or FOLDER/%08d.png) or to '{StandardOutput}'.");
    }

    private async Task<Outcome<IVideoTarget>> PipeAsync(CancellationToken cancel)
    {
        if (Options.Resume) return new Failure(ErrorKind.InvalidInput, "-: what went into a pipe cannot be gone on with; name a file, or write without resuming.");
        if (!(await SoundAsync(null, cancel).ConfigureAwait(false)).TryGet(out _, out var failure)) return failure;
        if (Options.IsVariableFrameRate) Remarks.Add("The times of frames are not kept: a pipe of raw frames has none.");
        return Options.Raw == RawFormat.Y4m ? Y4mTarget.Start(Options, Programs) : Outcome.Of<IVideoTarget>(new RgbTarget(Console.OpenStandardOutput()));
    }

    private async Task<Outcome<IVideoTarget>> PicturesAsync(PicturePattern pattern, CancellationToken cancel)
    {
        if (!(await SoundAsync(null, cancel).ConfigureAwait(false)).TryGet(out _, out var failure)) return failure;
        if (!RunFolder.Open(pattern.Folder, Record(new RunSetting("the first picture's name", pattern.NameOf(0))), Options.Resume).TryGet(out var folder, out failure)) return failure;
        if (folder.IsResumed || PictureTarget.Check(pattern) is not { } taken) return Ready(folder, () => new PictureTarget(pattern, folder));
        folder.Delete();
        return taken;
    }

    private async Task<Outcome<IVideoTarget>> FileAsync(Container container, CancellationToken cancel)
    {
        var target = System.IO.Path.GetFullPath(Path);
        if (!(await SoundAsync(container.Sound, cancel).ConfigureAwait(false)).TryGet(out var sound, out var failure)) return failure;
        string? version = null;
        if (Options.Run is not null && !(await FfmpegVersion.AskAsync(Programs, cancel).ConfigureAwait(false)).TryGet(out version, out failure)) return failure;

        // All that makes parts what they are, and what has a name by that first; their own path does not.
        var rest = EncoderArguments.Part(Options with { Quality = null }, container.Codec, container.ScaleFor(Options.TimeBase), "");
        var record = Record(new("FFmpeg", version), new("the frames' size", $"{Options.Size}"), new("the quality", Options.Quality?.ToString(CultureInfo.InvariantCulture)), new("the encoding", null, string.Join(' ', rest)));
        return RunFolder.Open(target, record, Options.Resume).TryGet(out var folder, out failure)
            ? Ready(folder, () => new FileTarget(target, Options, container, Programs, sound, folder, Remarks))
            : failure;
    }

    private Task<Outcome<SoundPlan>> SoundAsync(SoundRules? rules, CancellationToken cancel) => SoundPlan.MakeAsync(Programs, Options.Sound, Path, rules, Remarks, cancel);

    private RunRecord? Record(params RunSetting[] encoding) => Options.Run is null ? null : new(Options.Run, encoding);

    // What an earlier run left is read here, and may fail to be.
    private Outcome<IVideoTarget> Ready(RunFolder folder, Func<IVideoTarget> make)
    {
        try
        {
            return Outcome.Of(make());
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            folder.Dispose();
            return new Failure(ErrorKind.InvalidInput, $"{Path}: cannot be written: {refused.Message}");
        }
    }
}
