namespace ActorInference;

/// <summary>What the header of a model file says. Made without reading the weights.</summary>
public sealed record ModelFileReport
{
    /// <summary>The file, as it was named.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes of the file itself, without <see cref="ExternalFiles"/>.</summary>
    public required long ByteLength { get; init; }

    /// <summary>The version of the file format (ONNX's IR version).</summary>
    public required long IrVersion { get; init; }

    /// <summary>Domain to version of the operators used; the standard operators have the domain <c>""</c> (also written <c>ai.onnx</c>).</summary>
    public required IReadOnlyDictionary<string, long> Opsets { get; init; }

    /// <summary>The tool that wrote the file, and its version; empty when it does not say.</summary>
    public required string Producer { get; init; }

    /// <summary>Initializers (weights and constants) of the main graph.</summary>
    public required int InitializerCount { get; init; }

    /// <summary>Nodes of the main graph.</summary>
    public required int NodeCount { get; init; }

    /// <summary>Files beside the model that hold initializers of the main graph, as the model names them; all of them exist.</summary>
    public required IReadOnlyList<string> ExternalFiles { get; init; }
}
