using System.Globalization;

namespace ActorInference.Video;

/// <summary>Makes a target ready whose options were found to work.</summary>
/// <param name="Target">What it is.</param>
/// <param name="Options">How.</param>
/// <param name="Programs">FFmpeg.</param>
/// <param name="Remarks">Where it is said what will not be as it was.</param>
internal sealed record TargetOpening(VideoTarget Target, VideoWriteOptions Options, FfmpegPrograms Programs, List<string> Remarks)
{
    private string Path => Target.Path;

    /// <summary>The target, which has started nothing that waits for frames but a pipe's encoder.</summary>
    public Task<Outcome<IVideoTarget>> OpenAsync(CancellationToken cancel) => Target switch
    {
        { Container: { } container } => FileAsync(container, cancel),
        { Pattern: { } pattern } => PicturesAsync(pattern, cancel),
        _ => PipeAsync(cancel),
    };

    private async Task<Outcome<IVideoTarget>> PipeAsync(CancellationToken cancel)
    {
        if (!(await SoundAsync(null, cancel).ConfigureAwait(false)).TryGet(out _, out var failure)) return failure;
        if (Options.IsVariableFrameRate) Remarks.Add("The times of frames are not kept: a pipe of raw frames has none.");
        return Options.Raw == RawFormat.Y4m ? Y4mTarget.Start(Options, Programs) : Outcome.Of<IVideoTarget>(new RgbTarget(StandardOutput.Open()));
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
        string[] encoders = [.. sound.Encoders.Where(encoder => encoder != SoundPlan.Copy).Distinct(StringComparer.Ordinal)];
        if (await FfmpegAbilities.CheckAsync(Programs, Path, encoders, [], cancel).ConfigureAwait(false) is { } wrong) return wrong;
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
