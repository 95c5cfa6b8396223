using System.Runtime.CompilerServices;
using ActorInference.Video;

namespace ActorInference.Cli.Running;

/// <summary>Remembers when each frame under way is shown, for those that come to nothing: a result in their place needs their times.</summary>
internal sealed class FrameTimes
{
    private readonly Lock _lock = new();
    private readonly Queue<(long Item, VideoFrame Frame)> _underWay = new(); // pixels belong to others; no longer than what is in flight and what was dropped since
    private long _items;

    /// <summary>The frames as they are, noted on their way.</summary>
    public async IAsyncEnumerable<VideoFrame> Note(IAsyncEnumerable<VideoFrame> frames, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await foreach (var frame in frames.WithCancellation(cancel))
        {
            lock (_lock) _underWay.Enqueue((_items++, frame));
            yield return frame;
        }
    }

    /// <summary>The frame of an item whose outcome is there; items come in order, those passed over were dropped.</summary>
    public VideoFrame Take(long item)
    {
        lock (_lock)
        {
            while (_underWay.TryDequeue(out var next))
            {
                if (next.Item == item) return next.Frame;
            }
        }

        throw new InvalidOperationException($"This is a bug: frame {item} was never under way.");
    }
}
