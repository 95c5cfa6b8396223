using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ActorInference.Imaging;
using Microsoft.Extensions.Options;

namespace HostService;

/// <summary>
/// The source of the pipeline: every picture that comes into the folder, as soon as it is complete. The system's messages about the folder only wake it; what there is to do it sees by looking
/// through the folder. So nothing is lost when messages are: when too many came at once, or while the service was not running.
/// </summary>
internal sealed class IncomingPictures(PictureFolders folders, IOptions<RestylingOptions> options, TimeProvider time, ILogger<IncomingPictures> logger) : IDisposable
{
    private readonly SemaphoreSlim _changed = new(0);
    private readonly ConcurrentDictionary<long, IncomingPicture> _inWork = []; // by their place in the source

    // Files that may still be growing, and since when they are as they are. Only the source's own.
    private Dictionary<IncomingPicture, long> _growing = [];

    // Files that are there and are no pictures by their names, of which that was said. Only the source's own.
    private readonly HashSet<string> _leftAlone = [];

    /// <summary>A picture that is in work, by its place in the source.</summary>
    public IncomingPicture this[long item] => _inWork[item];

    /// <summary>Says that the work on a picture has ended: its result is there, or it was moved away. If neither is so it will come again.</summary>
    public void Release(long item) => _inWork.TryRemove(item, out _);

    /// <summary>The pictures, until cancelled. Looks through the folder again only when all that it found has been taken, so a slow consumer is not flooded. Once only.</summary>
    public async IAsyncEnumerable<IncomingPicture> ComeAsync([EnumeratorCancellation] CancellationToken cancel = default)
    {
        using var watcher = Watch();
        for (var item = 0L; ;)
        {
            foreach (var picture in Complete())
            {
                _inWork[item++] = picture;
                yield return picture;
            }

            await _changed.WaitAsync(_growing.Count > 0 && options.Value.Settle < options.Value.Rescan ? options.Value.Settle : options.Value.Rescan, cancel);
        }
    }

    public void Dispose() => _changed.Dispose();

    private List<IncomingPicture> Complete()
    {
        // Before the folder: what ends in between has its result by then.
        var inWork = _inWork.Values.Select(picture => picture.Name).ToHashSet(StringComparer.Ordinal);
        var files = folders.WithoutResult();
        _leftAlone.IntersectWith(files.Select(file => file.Name));
        var toDo = files.Where(file => !inWork.Contains(file.Name) && !_leftAlone.Contains(file.Name)).ToList();
        var now = time.GetTimestamp();
        var seen = toDo.ToDictionary(picture => picture, picture => _growing.GetValueOrDefault(picture, now));
        var complete = toDo.Where(picture => IsComplete(picture, seen[picture])).ToList();
        foreach (var picture in complete) seen.Remove(picture);
        _growing = seen;
        return [.. complete.Where(IsTaken)];
    }

    // By its name, under which its result is to be written. Of others it is said once: one that is still written to, or brought under another name first, may yet become a picture.
    private bool IsTaken(IncomingPicture file)
    {
        if (PictureEncoder.FormatOf(file.Name).Succeeded) return true;
        _leftAlone.Add(file.Name);
        logger.NotTaken(file.Name);
        return false;
    }

    // By the file's own time, and so at once where it was moved here whole or was there before the start; by this machine's clock where the file's time is ahead of it.
    private bool IsComplete(IncomingPicture picture, long since) =>
        time.GetUtcNow().UtcDateTime - picture.Written >= options.Value.Settle || time.GetElapsedTime(since) >= options.Value.Settle;

    private FileSystemWatcher Watch()
    {
        var watcher = new FileSystemWatcher(folders.Incoming) { NotifyFilter = NotifyFilters.FileName };
        watcher.Created += (_, _) => Wake();
        watcher.Renamed += (_, _) => Wake();
        watcher.Error += (_, problem) =>
        {
            logger.MessagesLost(folders.Incoming, problem.GetException().Message);
            Wake();
        };
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    // Once is enough, however many files have come; that two threads may wake it twice costs one look.
    private void Wake()
    {
        if (_changed.CurrentCount == 0) _changed.Release();
    }
}
