using ActorInference.Cli.Terminal;
using ActorInference.Video;

namespace ActorInference.Cli.Running;

/// <summary>What becomes of the outcomes of one video's frames, which come in order: results are written, failures told. Ends the stream when a result cannot be written.</summary>
/// <param name="report">Where failures are told.</param>
/// <param name="stages">Words failures.</param>
/// <param name="sink">Where results go.</param>
/// <param name="source">The video's name.</param>
/// <param name="isLive">Whether it has no length to keep: a frame that failed first is then left out.</param>
/// <param name="endsWithFailure">Whether the first failure ends the stream.</param>
internal sealed class VideoOutcomes(Report report, PictureStages stages, VideoSink sink, string source, bool isLive, bool endsWithFailure)
{
    // Frames that fail tend to fail alike: after these the number says enough.
    private const int MostErrorLines = 10;

    private int _lines;
    private int _unwritten;
    private int _refused; // 1 when it was a result that could not be written, 0 when it was one to be repeated

    // Behind a frame that is left to --resume none is written: it would be taken for done.
    private bool _isLeft;
    private int _left;

    /// <summary>Why a result could not be written; null when all could.</summary>
    public Failure? Wrong { get; private set; }

    /// <summary>Takes the outcome of a frame.</summary>
    public async ValueTask TakeAsync(ItemOutcome<VideoFrame> outcome, VideoFrame frame, KillSwitch killSwitch)
    {
        if (outcome.TryGet(out var result, out var failure))
        {
            if (Wrong is null && !_isLeft) _refused = (Wrong = await sink.WriteAsync(result)) is null ? 0 : 1;
            else result.Dispose();
            if (_isLeft) _left++;
            else if (Wrong is not null) _unwritten++;
        }
        else if (failure.Kind == ErrorKind.Cancelled)
        {
            _isLeft = true;
        }
        else
        {
            if (++_lines <= MostErrorLines) report.Error(stages.Describe(failure, $"{source}, frame {frame.Index}"));
            _isLeft |= endsWithFailure;
            if (!_isLeft && (!isLive || sink.Writer is not null)) Wrong ??= await sink.RepeatAsync(frame);
        }

        if (Wrong is not null) killSwitch.Abort("the result cannot be written.");
    }

    /// <summary>The numbers of the stream that has ended, as they are in the target; tells how many failures were not told one by one.</summary>
    public PipelineSnapshot End(PipelineSnapshot progress)
    {
        if (_lines > MostErrorLines) report.Error($"{source}: {_lines - MostErrorLines} frames more failed.");

        // What came through the model and could not be written has not succeeded: the one that was refused has failed, and with it the others were given up.
        progress = progress with { Succeeded = progress.Succeeded - _unwritten, Failed = progress.Failed + _refused, Cancelled = progress.Cancelled + _unwritten - _refused };
        return progress with { Succeeded = progress.Succeeded - _left, Cancelled = progress.Cancelled + _left };
    }
}
