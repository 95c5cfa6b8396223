namespace ActorInference.Bench.Streams;

/// <summary>The body of the plain loop in <c>Parallel.ForEachAsync</c>, over the same session with the runtime's own defaults.</summary>
internal sealed class ParallelLoop : IStreamLoop
{
    private readonly ISession _session;
    private readonly PictureWork _work;

    public ParallelLoop(StreamCase model, string output, SessionOptions options)
    {
        _session = model.Open(options);
        _work = new(model, _session.Signature, output);
    }

    public Task RunAsync(IReadOnlyList<string> files) => Parallel.ForEachAsync(files, (file, _) =>
    {
        _work.Convert(_session, file);
        return ValueTask.CompletedTask;
    });

    public void Dispose() => _session.Dispose();
}
