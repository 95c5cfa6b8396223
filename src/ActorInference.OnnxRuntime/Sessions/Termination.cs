using ActorInference.OnnxRuntime.Native;

namespace ActorInference.OnnxRuntime.Sessions;

/// <summary>
/// Ties one run to a token: fresh run options, told to terminate when the token is cancelled. The flag is sticky, so options are never used twice.
/// </summary>
internal readonly unsafe ref struct Termination : IDisposable
{
    private readonly OrtRunOptionsHandle? _options;
    private readonly CancellationTokenRegistration _registration;

    private Termination(CancellationToken token)
    {
        OrtRunOptions* pointer;
        OrtCall.Check(Ort.Api->CreateRunOptions(&pointer));
        _options = new(pointer);
        _registration = token.UnsafeRegister(static state => Terminate((OrtRunOptionsHandle)state!), _options);
    }

    /// <summary>Without options for a token that can never be cancelled: the run then needs none.</summary>
    public static Termination For(CancellationToken token) => token.CanBeCanceled ? new(token) : default;

    public OrtRunOptions* Options => _options is null ? null : _options.Pointer;

    /// <summary>Waits for a cancellation that is just being passed on, then releases the options.</summary>
    public void Dispose()
    {
        _registration.Dispose();
        _options?.Dispose();
    }

    // Runs inside the caller's Cancel(), which must not see an exception: setting a flag fails only for a null pointer, and then the run goes on to its end.
    private static void Terminate(OrtRunOptionsHandle options)
    {
        var status = Ort.Api->RunOptionsSetTerminate(options.Pointer);
        if (status != null) OrtCall.Take(status);
    }
}
