namespace ActorInference.OnnxRuntime.Sessions;

/// <summary>The right to be alone in a gate; nothing where there is none.</summary>
internal readonly ref struct Alone
{
    private readonly Lock? _gate;

    private Alone(Lock? gate)
    {
        gate?.Enter();
        _gate = gate;
    }

    /// <summary>Waits until the gate is free. Dispose on the same thread.</summary>
    public static Alone In(Lock? gate) => new(gate);

    public void Dispose() => _gate?.Exit();
}
