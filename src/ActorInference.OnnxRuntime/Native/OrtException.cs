namespace ActorInference.OnnxRuntime.Native;

/// <summary>An error status on its way from a native call to the edge of this library, where it becomes a <see cref="Failure"/>.</summary>
internal sealed class OrtException(OrtErrorCode code, string message) : Exception(message)
{
    public OrtErrorCode Code { get; } = code;

    // What the allocators and the C++ runtime write when memory does not suffice.
    private static readonly string[] OutOfMemoryTexts = ["bad_alloc", "Failed to allocate memory", "out of memory", "OutOfMemory"];

    public bool IsOutOfMemory => OutOfMemoryTexts.Any(text => Message.Contains(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>The message on one line, without the source location that the runtime puts first.</summary>
    public string Line
    {
        get
        {
            var line = Message.ReplaceLineEndings(" ").Trim();
            if (!line.StartsWith('/') && !line.StartsWith("C:", StringComparison.OrdinalIgnoreCase) && !line.StartsWith("D:", StringComparison.OrdinalIgnoreCase)) return line;
            var end = line.IndexOf(") ", StringComparison.Ordinal);
            return end < 0 ? line : line[(end + 2)..].Trim();
        }
    }
}
