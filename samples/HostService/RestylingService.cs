using ActorInference;
using Microsoft.Extensions.Options;

namespace HostService;

/// <summary>Restyles pictures for as long as the host lives. What becomes of each stands in the folders and in the log.</summary>
internal sealed class RestylingService(
    [FromKeyedServices("restyling")] Pipeline<IncomingPicture, byte[]> pipeline,
    IncomingPictures incoming,
    PictureFolders folders,
    KillSwitch killSwitch,
    IOptions<RestylingOptions> options,
    TimeProvider time,
    ILogger<RestylingService> logger) : BackgroundService
{
    private readonly Dictionary<string, int> _attempts = []; // of pictures that failed and may not be at fault

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        logger.Watching(folders.Incoming);
        try
        {
            // The host's kill switch, and not the stopping token: a host that stops takes no more pictures and finishes those that it has.
            await foreach (var outcome in pipeline.RunAsync(incoming.ComeAsync(CancellationToken.None), killSwitch))
            {
                var picture = incoming[outcome.Item];
                if (outcome.TryGet(out var bytes, out var failure)) await WriteAsync(picture, bytes, stoppingToken);
                else if (!TryFail(picture, failure)) continue;
                incoming.Release(outcome.Item);
            }
        }
        catch (Exception)
        {
            // Such as a folder that was taken away. The host says what and stops; who started it is to know that it did not end well.
            Environment.ExitCode = 1;
            throw;
        }
    }

    // A disk that is full is not the picture's fault: it is waited for, and the pipeline with it, for nothing more is taken meanwhile.
    private async Task WriteAsync(IncomingPicture picture, byte[] bytes, CancellationToken stoppingToken)
    {
        while (true)
        {
            // It has to be asked before the result is there, which says that the picture is done.
            if (picture.IsAnother())
            {
                logger.Changed(picture.Name);
                return;
            }

            if (folders.WriteResult(picture, bytes) is not { } failure) break;
            logger.NotWritten(picture.Name, failure, options.Value.Rescan);
            try
            {
                await Task.Delay(options.Value.Rescan, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return; // there is no result, so the next start takes it again
            }
        }

        _attempts.Remove(picture.Name);
        logger.Done(picture.Name, bytes.Length);
    }

    /// <summary>False for a picture that is to be left alone from now on.</summary>
    private bool TryFail(IncomingPicture picture, Failure failure)
    {
        if (failure.Kind == ErrorKind.Cancelled) return true; // the host's time to stop was over; the next start takes it again
        if (picture.HasChanged())
        {
            logger.Changed(picture.Name);
            return true;
        }

        // Only an invalid picture is surely at fault. A session that failed or memory that ran out may be another's doing, but not time and again.
        var attempts = _attempts[picture.Name] = _attempts.GetValueOrDefault(picture.Name) + 1;
        if (failure.Kind != ErrorKind.InvalidInput && attempts < options.Value.Attempts)
        {
            logger.TriedAgain(picture.Name, attempts, options.Value.Attempts, failure);
            return true;
        }

        _attempts.Remove(picture.Name);
        return TryMoveToFailed(picture, failure);
    }

    private bool TryMoveToFailed(IncomingPicture picture, Failure failure)
    {
        try
        {
            folders.MoveToFailed(picture, failure);
            logger.Failed(picture.Name, failure);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            logger.LeftAlone(picture.Name, failure, problem.Message);
            return false;
        }
    }
}
