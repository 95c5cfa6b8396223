namespace ActorInference.Streams.Running;

/// <summary>Tells whoever asked how far a run is, every so often and at its end, one call at a time.</summary>
internal sealed class ProgressTeller : IDisposable
{
    private readonly Lock _telling = new();
    private readonly IProgress<PipelineSnapshot> _hearer;
    private readonly Func<PipelineSnapshot> _take;
    private readonly ITimer _timer;
    private readonly Action<Exception> _note;
    private bool _isOver;

    public ProgressTeller(IProgress<PipelineSnapshot> hearer, PipelineOptions options, Func<PipelineSnapshot> take, Action<Exception> note)
    {
        (_hearer, _take, _note) = (hearer, take, note);
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
        catch (Exception problem)
        {
            _note(problem);
        }
        finally
        {
            _telling.Exit();
        }
    }
}
