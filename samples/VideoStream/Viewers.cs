namespace VideoStream;

/// <summary>Who looks at present, by the number that each page gives itself. Thread-safe.</summary>
internal sealed class Viewers(LiveView view)
{
    private readonly Dictionary<string, (Viewer Viewer, int Streams)> _viewers = []; // also the lock

    /// <summary>How many pages are open.</summary>
    public int Count
    {
        get
        {
            lock (_viewers) return _viewers.Count;
        }
    }

    /// <summary>Another stream of a page; whoever enters leaves.</summary>
    public Viewer Enter(string name)
    {
        lock (_viewers)
        {
            var (viewer, streams) = _viewers.GetValueOrDefault(name, (new(view), 0));
            _viewers[name] = (viewer, streams + 1);
            return viewer;
        }
    }

    /// <summary>A stream of a page has ended; with the last one the page is gone.</summary>
    public void Leave(string name)
    {
        lock (_viewers)
        {
            var (viewer, streams) = _viewers[name];
            if (streams == 1) _viewers.Remove(name);
            else _viewers[name] = (viewer, streams - 1);
        }
    }
}
