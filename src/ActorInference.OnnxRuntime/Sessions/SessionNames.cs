using ActorInference.OnnxRuntime.Native;

namespace ActorInference.OnnxRuntime.Sessions;

/// <summary>Native copies of every name of a signature, made once. Freed with the native session, not before: a run may be using them.</summary>
internal sealed unsafe class SessionNames(ModelSignature signature) : IDisposable
{
    private readonly string[] _inputs = [.. signature.Inputs.Concat(signature.OverridableInitializers).Select(spec => spec.Name)];
    private readonly string[] _outputs = [.. signature.Outputs.Select(spec => spec.Name)];
    private readonly Utf8List _nativeInputs = new(signature.Inputs.Concat(signature.OverridableInitializers).Select(spec => spec.Name));
    private readonly Utf8List _nativeOutputs = new(signature.Outputs.Select(spec => spec.Name));

    public byte* Input(string name) => _nativeInputs[Array.IndexOf(_inputs, name)];

    /// <summary>The native name and the position in the signature.</summary>
    public byte* Output(string name, out int index) => _nativeOutputs[index = Array.IndexOf(_outputs, name)];

    public void Dispose()
    {
        _nativeInputs.Dispose();
        _nativeOutputs.Dispose();
    }
}
