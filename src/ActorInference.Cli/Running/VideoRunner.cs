using System.Text.Json.Nodes;
using ActorInference.Cli.Terminal;
using ActorInference.Imaging;
using ActorInference.Video;
using Spectre.Console;

namespace ActorInference.Cli.Running;

/// <summary>Takes videos through a model, one after the other: with progress, error lines, and a summary of each.</summary>
internal sealed class VideoRunner(Report report, PictureStages stages, StreamOptions settings, RunTally tally, IReadOnlyList<RunSetting> shape, VideoOptions options)
{
    /// <summary>Runs one video. What is wrong with it is told and counted; nothing is thrown for it.</summary>
    public async Task RunAsync(VideoJob job)
    {
        var json = report.AddVideo(job.Source.Name, job.Output);
        if (await TryRunAsync(job, json) is not { } failure) return;
        report.Error(failure.Message);
        tally.AddFailure(job.Source.Name, failure);
        json["error"] = Report.ErrorObject(failure);
    }

    private async Task<Failure?> TryRunAsync(VideoJob job, JsonObject json)
    {
        if (job.KeepsPlace && OutputFolder.WhyNotMade(Path.GetDirectoryName(Path.GetFullPath(job.Output))!) is { } reason)
        {
            return new(ErrorKind.InvalidInput, $"{job.Output} cannot be written: {reason}.");
        }

        if (await job.Target.CheckAsync(VideoTargets.Options(job, settings, options), report.Interruption.Token) is { } refused) return refused;
        var run = job.Source.Kind == VideoSourceKind.File ? RunIdentity.Of(job.Source.Name, shape).Value : null;
        if (settings.Resume && run is not null && TargetSnapshot.Of(job.Target).WhyNotResumed(run) is { } another) return another;
        if (!(await VideoReader.OpenAsync(job.Source, options.Read, report.Interruption.Token)).TryGet(out var reader, out var failure)) return failure;
        await using var closing = new Holder { Reader = reader };
        var info = reader.Info;
        await using var sink = new VideoSink(job.Target, size => options.For(job.Target, VideoWriteOptions.For(info)) with
        {
            Size = size,
            Sound = info.Sound is null || job.Source.Kind != VideoSourceKind.File ? null : job.Source.Name,
            Run = run,
            Resume = settings.Resume && run is not null,
        }, report.Interruption.Token);

        var first = 0L;
        if (settings.Resume && run is not null)
        {
            // Where to go on is known once the target is open, and its size once a frame has come out.
            if (!(await SizeOfResultAsync(reader)).TryGet(out var size, out failure)) return failure;
            if ((failure = await sink.OpenAsync(size)) is not null) return failure;
            // Of every nth frame, those that would have come next: the sampling counts from the first it sees.
            first = (sink.Writer!.NextFrame + settings.Every - 1) / settings.Every * settings.Every;
            await reader.DisposeAsync();
            if (!(await VideoReader.OpenAsync(job.Source, options.Read with { Skip = first }, report.Interruption.Token)).TryGet(out reader, out failure)) return failure;
            closing.Reader = reader;
            if (VideoSummary.Before(sink.Writer, first, info.Frames) is { } line) report.Say(line);
        }

        Describe(json, info, first);
        return await StreamAsync(job, json, reader, sink, first);
    }

    private async Task<Failure?> StreamAsync(VideoJob job, JsonObject json, VideoReader reader, VideoSink sink, long first)
    {
        var isLive = reader.Info.IsLive && job.Source.Kind != VideoSourceKind.StandardInput; // a pipe waits
        var endsWithFailure = settings.Pipeline.FailFast || settings.Overflow == Overflow.Fail;

        // Until the target is whole: what is in flight ends there.
        using var hold = report.Interruption.Streams();
        var times = new FrameTimes();
        var outcomes = new VideoOutcomes(report, stages, sink, job.Source.Name, isLive, endsWithFailure);
        var lost = default(Failure);
        var bounded = settings.Bounded(stages.Predictor, isLive) with { Ordered = true, ExpectedItems = reader.Info.Frames is { } frames ? Math.Max(0, frames - first) : null };
        var progress = await new RunProgress(report, "frames").ShowAsync(bounded, async shown =>
        {
            var stream = VideoPipeline.Describe(stages, settings with { Pipeline = shown }, isLive).RunAsync(times.Note(reader.ReadAsync()), hold.KillSwitch, stages.Open.Engine);
            try
            {
                await foreach (var outcome in stream) await outcomes.TakeAsync(outcome, times.Take(outcome.Item), hold.KillSwitch);
            }
            catch (InferenceException problem)
            {
                // The source broke off: the frames until there are good.
                lost = problem.Failure;
            }

            return stream.Progress;
        });

        progress = outcomes.End(progress);
        tally.Add(progress);

        // Where that was the source's own fault, they are all there is of it.
        var isReaderLost = lost is { Kind: not (ErrorKind.InvalidInput or ErrorKind.Cancelled) };
        var isCutShort = isReaderLost || sink.IsWaiting || (progress.Failed > 0 && endsWithFailure);
        var (wrong, isWritten) = await EndAsync(job, sink, reader, outcomes.Wrong ?? lost, isCutShort);
        Summarise(job, json, sink, reader, progress, isWritten);
        return wrong;
    }

    // What was done of a file lies beside its target until the rest is there; a stream that is over has no rest.
    private static bool CanGoOn(VideoJob job) => job.Source.Kind == VideoSourceKind.File && job.Target.Kind != VideoTargetKind.StandardOutput;

    // A file that was interrupted, that ends with its first failure, whose reader was killed, or of which nothing more came through the model, is left to be gone on with; everything else ends
    // here. What a damaged source gave is worth keeping.
    private async Task<(Failure? Wrong, bool IsWritten)> EndAsync(VideoJob job, VideoSink sink, VideoReader reader, Failure? wrong, bool isCutShort)
    {
        foreach (var remark in reader.Remarks) report.Say(remark);
        if ((sink.Writer is null || sink.IsWaiting) && !report.Interruption.Happened) wrong ??= new(ErrorKind.InvalidInput, $"{job.Source.Name}: not one {(sink.Writer is null ? "" : "more ")}frame came through the model.");
        if (sink.Writer is not { } writer) return (wrong, false);
        if (CanGoOn(job) && (report.Interruption.Happened || isCutShort))
        {
            if (wrong is not null) return (wrong with { Message = $"{wrong.Message} {VideoSummary.Left(writer)}." }, false);
            report.Say(VideoSummary.Left(writer));
            return (null, false);
        }

        var failure = await writer.CompleteAsync(report.Interruption.Token);
        foreach (var remark in writer.Remarks) report.Say($"{job.Output}: {remark}");
        if (failure is null) return (wrong, true);

        // A writer that has failed says the same again; a source that was damaged as well is another matter.
        if (wrong is not null && wrong != failure) report.Error(wrong.Message);
        return (CanGoOn(job) ? failure with { Message = $"{failure.Message} What is done of it is kept for --resume." } : failure, false);
    }

    // That of the first frame that comes through the model.
    private async Task<Outcome<PictureSize>> SizeOfResultAsync(VideoReader reader)
    {
        var once = settings with { Pipeline = PipelineOptions.Sync, Overflow = null, Every = 1 };
        var why = new Failure(ErrorKind.InvalidInput, $"{reader.Info.Name}: there is no frame in it.");
        var isFirst = true;
        try
        {
            await foreach (var outcome in VideoPipeline.Describe(stages, once, isLive: false).RunAsync(reader.ReadAsync()).WithCancellation(report.Interruption.Token))
            {
                if (outcome.TryGet(out var frame, out var failure))
                {
                    using (frame) return frame.Picture.Size;
                }

                if (isFirst) why = failure with { Message = stages.Describe(failure, $"{reader.Info.Name}, frame {outcome.Item}") };
                isFirst = false;
            }
        }
        catch (InferenceException problem)
        {
            return isFirst ? problem.Failure : why;
        }
        catch (OperationCanceledException)
        {
            return new Failure(ErrorKind.Cancelled, $"{reader.Info.Name}: the run was interrupted.");
        }

        return why;
    }

    private void Describe(JsonObject json, VideoInfo info, long first)
    {
        var frames = info.Frames is { } count ? $", {count} frames" : "";
        report.Say($"{info.Name}: {info.Size}, {Rate(info.FrameRate)} a second{frames}{(info.Sound is { } sound ? $", sound {sound}" : "")}");
        json["width"] = info.Size.Width;
        json["height"] = info.Size.Height;
        json["frameRate"] = info.FrameRate.ToString();
        json["frames"] = info.Frames;
        json["sound"] = info.Sound;
        json["resumedAt"] = first;
    }

    private static string Rate(Fraction rate) => rate.Denominator == 1 ? $"{rate.Numerator}" : rate.ToString();

    private void Summarise(VideoJob job, JsonObject json, VideoSink sink, VideoReader reader, PipelineSnapshot progress, bool isWritten)
    {
        var failed = progress.Failed > 0 ? $", {progress.Failed} failed" : "";
        var dropped = progress.Dropped > 0 ? $", {progress.Dropped} dropped" : "";
        var reconnects = reader.Reconnects > 0 ? $", {reader.Reconnects} reconnects" : "";
        if (isWritten)
        {
            // Standard output may be the video.
            var line = $"{VideoSummary.Written(sink.Writer!)}{failed}{dropped}{reconnects}; {progress.Elapsed.TotalSeconds:0.0} s, {progress.Rate:0.0} a second; "
                + $"{CommandPredictor.Plan(stages.Open.Snapshot())}";
            if (job.Target.Kind == VideoTargetKind.StandardOutput) report.Say(line);
            else report.Results.WriteLine(line);
        }

        json["written"] = sink.Writer?.Written ?? 0;
        json["framesInAll"] = sink.Writer is { } writer ? VideoSummary.InAll(writer) : 0;
        json["reconnects"] = reader.Reconnects;
        json["remarks"] = new JsonArray([.. (sink.Writer?.Remarks ?? []).Concat(reader.Remarks).Select(text => (JsonNode)text)]);
    }

    /// <summary>Closes whichever reader is the last.</summary>
    private sealed class Holder : IAsyncDisposable
    {
        public required VideoReader Reader { get; set; }

        public ValueTask DisposeAsync() => Reader.DisposeAsync();
    }
}
