namespace ActorInference.Streams.Embedded;

/// <summary>Tells whoever asked how far a run is, every so often and at its end, one call at a time.</summary>
internal sealed class ProgressTeller : IDisposable
{
    private readonly Lock _telling = new();
    private readonly IProgress<PipelineProgress> _hearer;
    private readonly Func<PipelineProgress> _take;
    private readonly ITimer _timer;
    private bool _isOver;

    public ProgressTeller(IProgress<PipelineProgress> hearer, PipelineOptions options, Func<PipelineProgress> take)
    {
        (_hearer, _take) = (hearer, take);
        _timer = options.Time.CreateTimer(_ => Tell(isLast: false), null, options.ProgressInterval, options.ProgressInterval);
    }

    /// <summary>Tells the end.</summary>
    public void TellEnd() => Tell(isLast: true);

    public void Dispose() => _timer.Dispose();

    private void Tell(bool isLast)
    {
        // A call that finds the one before still under way is left out, but for the last.
        if (isLast) _telling.Enter();
        else if (!_telling.TryEnter()) return;
        try
        {
            if (_isOver) return;
            _isOver = isLast;
            _hearer.Report(_take());
        }
        finally
        {
            _telling.Exit();
        }
    }
}
