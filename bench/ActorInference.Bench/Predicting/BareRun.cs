namespace ActorInference.Bench.Predicting;

/// <summary>
/// <c>Run</c> with nothing around it, for one thread: its input is the same every time, its outputs are disposed at once. No prediction costs less.
/// </summary>
internal sealed class BareRun : IDisposable
{
    private readonly ISession _session;
    private readonly Tensor _input;
    private readonly RunInput[] _inputs;
    private readonly RunOutput[] _outputs;

    /// <summary>The session is borrowed.</summary>
    public BareRun(BenchModel model, ISession session)
    {
        _session = session;
        _input = model.MakeInput();
        _inputs = [new(session.Signature.Inputs[0].Name, _input)];
        _outputs = [.. session.Signature.Outputs.Select(output => new RunOutput(output.Name))];
    }

    public void Step()
    {
        if (_session.Run(_inputs, _outputs) is { } failure) throw failure.ToException();
        foreach (ref var output in _outputs.AsSpan())
        {
            output.Value?.Dispose();
            output.Value = null;
        }
    }

    public void Dispose() => _input.Dispose();
}
