namespace ActorInference.Cli.Running;

/// <summary>
/// Bounds the files that are under way between decoding and writing, and with them the memory of a run. So many as keep every lane and every core at work are always
/// let in; more, so that whole batches can wait for the lanes, only while what is decoded takes less than a bound.
/// </summary>
internal sealed class FilesInFlight
{
    // As much again as a lane can take in one batch.
    private static readonly long BytesOfBatch = new BatchOptions().MaxBytes;

    private readonly Lock _lock = new();
    private readonly int _cores = Environment.ProcessorCount;
    private readonly int _always;
    private readonly long _bytesAtMost;
    private TaskCompletionSource? _waiting;
    private int _files;
    private int _undecoded;
    private long _bytes;

    /// <param name="lanes">Runs that may be under way at once.</param>
    /// <param name="batch">Files that may share a run.</param>
    public FilesInFlight(int lanes, int batch)
    {
        _always = lanes + _cores;
        _bytesAtMost = lanes * BytesOfBatch;
        AtMost = (int)Math.Min(((long)lanes * batch) + _cores, int.MaxValue);
    }

    /// <summary>How many files are ever under way at once.</summary>
    public int AtMost { get; }

    private bool HasRoom => _files < _always || (_files < AtMost && _undecoded < _cores && _bytes < _bytesAtMost);

    /// <summary>Waits until one more file may be begun; dispose what it gives when the file is done with. For one caller at a time.</summary>
    public async Task<Place> EnterAsync(CancellationToken cancel)
    {
        TaskCompletionSource waiting;
        lock (_lock)
        {
            if (HasRoom) return Enter();
            _waiting = waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        await waiting.Task.WaitAsync(cancel);
        return new(this);
    }

    private Place Enter()
    {
        _files++;
        _undecoded++;
        return new(this);
    }

    private void Change(int files, int undecoded, long bytes)
    {
        lock (_lock)
        {
            _files += files;
            _undecoded += undecoded;
            _bytes += bytes;
            if (_waiting is not { } waiting || !HasRoom) return;
            _waiting = null;
            Enter();
            waiting.SetResult();
        }
    }

    /// <summary>The place of one file that is under way. Belongs to who works on the file.</summary>
    internal sealed class Place(FilesInFlight files) : IDisposable
    {
        private long? _bytes;

        /// <summary>The file is decoded and takes so much memory.</summary>
        public void Decoded(long bytes)
        {
            _bytes = bytes;
            files.Change(0, -1, bytes);
        }

        public void Dispose() => files.Change(-1, _bytes is null ? -1 : 0, -(_bytes ?? 0));
    }
}
