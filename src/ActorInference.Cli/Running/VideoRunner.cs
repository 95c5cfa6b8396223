using System.Text.Json.Nodes;
using ActorInference.Cli.Terminal;
using ActorInference.Imaging;
using ActorInference.Video;
using Spectre.Console;

namespace ActorInference.Cli.Running;

/// <summary>Takes videos through a model, one after the other: with progress, error lines, and a summary of each.</summary>
internal sealed class VideoRunner(Report report, PictureStages stages, StreamSettings settings, RunTally tally, string identity, VideoOptions options)
{
    // Frames that fail tend to fail alike: after these the number says enough.
    private const int MostErrorLines = 10;

    /// <summary>Runs one video. What is wrong with it is told and counted; nothing is thrown for it.</summary>
    public async Task RunAsync(VideoJob job)
    {
        var json = new JsonObject { ["input"] = job.Source.Name, ["output"] = job.Output };
        report.Json["videos"] ??= new JsonArray();
        report.Json["videos"]!.AsArray().Add((JsonNode)json);
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

        var run = job.Source.Kind == VideoSourceKind.File ? RunIdentity.Of(job.Source.Name, identity).Value : null;
        if (!(await VideoReader.OpenAsync(job.Source, options.Read, report.Interruption.Token)).TryGet(out var reader, out var failure)) return failure;
        await using var closing = new Holder { Reader = reader };
        var info = reader.Info;
        await using var sink = new VideoSink(job.Output, size => options.For(VideoWriteOptions.For(info)) with
        {
            Size = size,
            Sound = info.Sound is null || job.Source.Kind != VideoSourceKind.File ? null : job.Source.Name,
            Run = run,
            Resume = settings.Resume && run is not null,
        });

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
            if (first > 0) report.Say($"{job.Output}: {first} frames are there already");
        }

        Describe(json, info, first);
        return await StreamAsync(job, json, reader, sink, first);
    }

    private async Task<Failure?> StreamAsync(VideoJob job, JsonObject json, VideoReader reader, VideoSink sink, long first)
    {
        var isLive = reader.Info.IsLive && job.Source.Kind != VideoSourceKind.StandardInput; // a pipe waits
        var killSwitch = report.Interruption.Streams();
        var times = new FrameTimes();
        var (wrong, lines, unwritten) = (default(Failure), 0, 0);
        var bounded = settings.Bounded(stages.Predictor, isLive) with { Ordered = true, ExpectedItems = reader.Info.Frames is { } frames ? Math.Max(0, frames - first) : null };
        var progress = await new RunProgress(report, "frames").ShowAsync(bounded, async shown =>
        {
            var stream = VideoPipeline.Describe(stages, settings with { Pipeline = shown }, isLive).RunAsync(times.Note(reader.ReadAsync()), killSwitch);
            try
            {
                await foreach (var outcome in stream)
                {
                    var frame = times.Take(outcome.Item);
                    if (outcome.TryGet(out var result, out var failure))
                    {
                        if (wrong is null) wrong = await sink.WriteAsync(result);
                        else result.Dispose();
                        if (wrong is not null) unwritten++;
                    }
                    else if (failure.Kind != ErrorKind.Cancelled)
                    {
                        if (++lines <= MostErrorLines) report.Error(stages.Describe(failure, $"{job.Source.Name}, frame {frame.Index}"));
                        if (!isLive || sink.Writer is not null) wrong ??= await sink.RepeatAsync(frame); // a live source has no length to keep
                    }

                    if (wrong is not null) killSwitch.Abort("the result cannot be written.");
                }
            }
            catch (InferenceException problem)
            {
                // The source broke off: the frames until there are good.
                wrong ??= problem.Failure;
            }

            return stream.Progress;
        });

        // What came through the model and could not be written has not succeeded: the first has failed, and with it the others were given up.
        if (unwritten > 0) progress = progress with { Succeeded = progress.Succeeded - unwritten, Failed = progress.Failed + 1, Cancelled = progress.Cancelled + unwritten - 1 };
        if (lines > MostErrorLines) report.Error($"{job.Source.Name}: {lines - MostErrorLines} frames more failed.");
        tally.Add(progress);
        var isCutShort = progress.Failed > 0 && (settings.Pipeline.FailFast || settings.Overflow == Overflow.Fail);
        wrong = await EndAsync(job, sink, reader, wrong, progress, isCutShort);
        Summarise(job, json, sink, reader, progress, wrong is null && sink.Writer is not null && !IsLeftForLater(job, isCutShort));
        return wrong;
    }

    // A file that was interrupted, or that ends with its first failure, can be gone on with, and its target is not there yet; everything else ends when it is told to.
    private bool IsLeftForLater(VideoJob job, bool isCutShort) => (report.Interruption.Happened || isCutShort) && job.Source.Kind == VideoSourceKind.File && job.Output != "-";

    // What a damaged source gave is worth keeping.
    private async Task<Failure?> EndAsync(VideoJob job, VideoSink sink, VideoReader reader, Failure? wrong, PipelineProgress progress, bool isCutShort)
    {
        foreach (var remark in reader.Remarks) report.Say(remark);
        if (sink.Writer is not { } writer)
        {
            return wrong ?? (report.Interruption.Happened ? null : new(ErrorKind.InvalidInput, $"{job.Source.Name}: not one frame came through the model."));
        }

        if (IsLeftForLater(job, isCutShort))
        {
            report.Say($"{job.Output}: {progress.Succeeded} frames more are done; --resume goes on from there");
            return wrong;
        }

        var failure = await writer.CompleteAsync(report.Interruption.Token);
        foreach (var remark in writer.Remarks) report.Say($"{job.Output}: {remark}");
        return wrong ?? failure;
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

    private void Summarise(VideoJob job, JsonObject json, VideoSink sink, VideoReader reader, PipelineProgress progress, bool isWritten)
    {
        var seconds = Math.Max(progress.Elapsed.TotalSeconds, 1e-6);
        var failed = progress.Failed > 0 ? $", {progress.Failed} failed" : "";
        var dropped = progress.Dropped > 0 ? $", {progress.Dropped} dropped" : "";
        var reconnects = reader.Reconnects > 0 ? $", {reader.Reconnects} reconnects" : "";
        var written = sink.Writer?.Written ?? 0;
        if (isWritten)
        {
            // Standard output may be the video.
            var line = $"{written} frames written to {job.Output}{failed}{dropped}{reconnects}; {seconds:0.0} s, {progress.Succeeded / seconds:0.0} a second; "
                + $"{CommandPredictor.Plan(stages.Predictor.Snapshot())}";
            if (job.Output == "-") report.Say(line);
            else report.Results.WriteLine(line);
        }

        json["written"] = written;
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
