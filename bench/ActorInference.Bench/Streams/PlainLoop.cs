namespace ActorInference.Bench.Streams;

/// <summary>One file after the other, over a session with the runtime's own defaults: a thread for each core inside every run, spinning while they wait.</summary>
internal sealed class PlainLoop : IStreamLoop
{
    private readonly ISession _session;
    private readonly PictureWork _work;

    public PlainLoop(StreamCase model, string output, SessionOptions options)
    {
        _session = model.Open(options);
        _work = new(model, _session.Signature, output);
    }

    public Task RunAsync(IReadOnlyList<string> files)
    {
        foreach (var file in files) _work.Convert(_session, file);
        return Task.CompletedTask;
    }

    public void Dispose() => _session.Dispose();
}
