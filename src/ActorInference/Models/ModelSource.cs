namespace ActorInference;

/// <summary>Where a model's bytes are: a file, or memory. A model whose weights lie in files beside it needs a file.</summary>
public sealed class ModelSource
{
    private ModelSource(string name, string? path, ReadOnlyMemory<byte> bytes)
    {
        Name = name;
        Path = path;
        Bytes = bytes;
    }

    /// <summary>What messages call the model: the path as given, or the name given with the bytes.</summary>
    public string Name { get; }

    /// <summary>The file; null for memory.</summary>
    public string? Path { get; }

    /// <summary>The bytes of a model in memory; empty for a file.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>A model in a file.</summary>
    public static ModelSource File(string path) => new(path, path, default);

    /// <summary>A model in memory. The bytes must not change until the session is open.</summary>
    public static ModelSource Memory(ReadOnlyMemory<byte> bytes, string name = "(model in memory)") => new(name, null, bytes);
}
