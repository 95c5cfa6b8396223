using System.Text.Json;
using ActorInference.Formats;
using ActorInference.Formats.Json;
using ActorInference.Formats.Npy;
using ActorInference.Formats.Onnx;
using Google.Protobuf;

namespace ActorInference;

/// <summary>
/// Values in files, by extension: <c>.npy</c> (NumPy; tensors), <c>.pb</c> (ONNX's messages; tensors, sequences, maps, optionals)
/// and <c>.json</c> (tensors, sequences, maps). What was written reads back equal. Values of up to 2 GiB.
/// </summary>
public static class TensorFile
{
    /// <summary>The extensions understood, with their dots.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".npy", ".pb", ".json"];

    /// <summary>
    /// Reads one value; the caller owns it. Malformed files, whatever they claim, are failures that name the file and what is wrong,
    /// and take no more memory than a small multiple of the file's length.
    /// </summary>
    /// <param name="path">A file with one of the <see cref="Extensions"/>.</param>
    /// <param name="expected">
    /// The type from the model's signature. A <c>.pb</c> file does not say which message it is: without a type it is read as a tensor.
    /// A bare JSON array takes its element type from here, and the bits of bfloat16 may lie in a <c>.pb</c> file as uint16. That the value fits the type is for its user to check.
    /// </param>
    public static Outcome<Value> Read(string path, ValueType? expected = null)
    {
        if (!ReadOptional(path, expected).TryGet(out var value, out var failure)) return failure;
        return value is not null ? value : new Failure(ErrorKind.InvalidInput, $"{path}: holds an absent optional; leave this value out instead.");
    }

    /// <summary>As <see cref="Read"/>, but an optional that is absent is null.</summary>
    public static Outcome<Value?> ReadOptional(string path, ValueType? expected = null)
    {
        if (Directory.Exists(path)) return new Failure(ErrorKind.InvalidInput, $"{path}: is a folder; name a {string.Join(", ", Extensions)} file.");
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 12);
            var outcome = ReadStream(stream, Path.GetExtension(path).ToLowerInvariant(), expected);
            return outcome.TryGet(out _, out var failure) ? outcome : failure with { Message = $"{path}: {failure.Message}" };
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return new Failure(ErrorKind.NotFound, $"{path}: there is no such file.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return new Failure(ErrorKind.InvalidInput, $"{path}: cannot be read: {problem.Message}");
        }
    }

    /// <summary>
    /// The name that the tensor of a <c>.pb</c> file carries, found without reading its elements. Null where it has none: no name was written,
    /// the message is no tensor, the file is another format or cannot be read (which <see cref="Read"/> says in words).
    /// </summary>
    public static string? NameIn(string path)
    {
        if (!string.Equals(Path.GetExtension(path), ".pb", StringComparison.OrdinalIgnoreCase)) return null;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 12);
            return TensorName.Find(stream);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Writes one value, whole or not at all; the value stays the caller's. The folder must exist.</summary>
    /// <returns>Null when written; else what the format cannot hold or why the file cannot be written.</returns>
    public static Failure? Write(string path, Value value)
    {
        Func<Stream, Failure?>? write = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".npy" => stream => NpyWriter.Write(stream, value),
            ".pb" => stream => WriteMessage(stream, value),
            ".json" => stream => JsonTensorWriter.Write(stream, value),
            _ => null,
        };
        if (write is null) return UnknownExtension with { Message = $"{path}: {UnknownExtension.Message}" };
        return WholeFile.Write(path, stream => write(stream) is { } failure ? failure with { Message = $"{path}: {failure.Message}" } : null);
    }

    private static Failure UnknownExtension { get; } =
        new(ErrorKind.InvalidInput, $"the extension says no tensor format; use one of {string.Join(", ", Extensions)}.");

    private static Outcome<Value?> ReadStream(FileStream stream, string extension, ValueType? expected) => extension switch
    {
        ".npy" => Widen(NpyReader.Read(stream)),
        ".pb" => ReadBytes(stream).TryGet(out var bytes, out var failure) ? OnnxValueReader.Read(bytes, expected) : failure,
        ".json" => ReadJson(stream, expected),
        _ => UnknownExtension,
    };

    private static Outcome<Value?> ReadJson(FileStream stream, ValueType? expected)
    {
        if (!ReadBytes(stream).TryGet(out var bytes, out var failure)) return failure;
        try
        {
            // UTF-8's byte order mark is no JSON, but editors write it.
            var start = bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
            using var document = JsonDocument.Parse(bytes.AsMemory(start));
            return Widen(JsonValue.Read(document.RootElement, expected));
        }
        catch (JsonException problem)
        {
            return new Failure(ErrorKind.InvalidInput, $"no sound JSON: {Excerpt.OneLine(problem.Message)}");
        }
    }

    private static Failure? WriteMessage(Stream stream, Value value)
    {
        if (!OnnxValueWriter.Message(value).TryGet(out var message, out var failure)) return failure;
        message.WriteTo(stream);
        return null;
    }

    private static Outcome<byte[]> ReadBytes(FileStream stream)
    {
        // What an array can hold; protobuf ends at 2 GiB as well.
        if (stream.Length > Array.MaxLength) return new Failure(ErrorKind.InvalidInput, $"has {stream.Length:N0} bytes; this format is read up to 2 GiB: use .npy.");
        var bytes = new byte[stream.Length];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    private static Outcome<Value?> Widen<T>(Outcome<T> outcome)
        where T : Value => outcome.TryGet(out var value, out var failure) ? value : failure;
}
