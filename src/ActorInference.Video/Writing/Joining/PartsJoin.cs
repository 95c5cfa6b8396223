using System.Globalization;

namespace ActorInference.Video;

/// <summary>Makes the target of the parts of a run and of the sound: first under a temporary name, then looked at, then renamed.</summary>
/// <param name="programs">FFmpeg.</param>
/// <param name="arguments">What to make.</param>
/// <param name="target">The file's full path.</param>
/// <param name="time">The clock.</param>
internal sealed class PartsJoin(FfmpegPrograms programs, JoinArguments arguments, string target, TimeProvider time)
{
    /// <summary>Joins; <paramref name="temporary"/> is a path on the target's own disk.</summary>
    public async Task<Failure?> JoinAsync(IReadOnlyList<RunPart> parts, string temporary, CancellationToken cancel)
    {
        var frames = parts.Sum(part => part.Frames);
        try
        {
            var reader = new PartsReader(parts, arguments.Container.ScaleFor(arguments.Options.TimeBase));
            var failure = await MakeAsync(reader, parts[^1].Last, frames, temporary, cancel).ConfigureAwait(false);
            if (failure is null) File.Move(temporary, target, overwrite: true);
            return failure;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new(ErrorKind.InvalidInput, $"{target}: cannot be written: {refused.Message}");
        }
    }

    private async Task<Failure?> MakeAsync(PartsReader reader, LoggedFrame last, long frames, string temporary, CancellationToken cancel)
    {
        if (!VideoEncoder.Start(programs.Ffmpeg, arguments.For(reader.Lead, last, frames, temporary), target, time).TryGet(out var muxer, out var failure)) return failure;
        await using (muxer.ConfigureAwait(false))
        {
            return await muxer.FillAsync(reader.CopyTo, cancel).ConfigureAwait(false)
                ?? await muxer.FinishAsync(cancel).ConfigureAwait(false)
                ?? await CheckAsync(temporary, frames, muxer.Complaint, cancel).ConfigureAwait(false);
        }
    }

    // FFmpeg 5.1 ends with code 0 though the disk filled up under its last bytes.
    private async Task<Failure?> CheckAsync(string temporary, long frames, string? complaint, CancellationToken cancel)
    {
        string[] question = ["-select_streams", "v:0", "-count_packets", "-show_entries", "stream=nb_read_packets"];
        var asked = await ProbeLines.AskAsync(programs, temporary, question, cancel).ConfigureAwait(false);
        if (cancel.IsCancellationRequested) return asked.Failure;
        var counted = asked.Succeeded ? ProbeLines.Values(asked.Value, "nb_read_packets").FirstOrDefault() : null;
        return counted == frames.ToString(CultureInfo.InvariantCulture)
            ? null
            : new(ErrorKind.InvalidInput, $"{target}: cannot be written: FFmpeg gave up ({complaint ?? $"of {frames} frames {counted ?? "none"} arrived in the file"}).");
    }
}
