using System.Text;
using ActorInference.Formats;

namespace ActorInference;

/// <summary>Recognises by their first bytes the files that people take for models.</summary>
internal static class ForeignFile
{
    private const int LookAt = 4096;

    /// <summary>What the file is and what to do; null when it may be an ONNX model.</summary>
    public static string? Describe(Stream stream)
    {
        var buffer = new byte[LookAt];
        var length = stream.ReadAtLeast(buffer, LookAt, throwOnEndOfStream: false);
        ReadOnlySpan<byte> start = buffer.AsSpan(0, length);
        if (length == 0) return "is empty; download or export the model again";
        if (start.StartsWith("version https://git-lfs.github.com/spec/"u8)) return "is a Git LFS pointer, not the model itself; run: git lfs pull";
        return Binary(start) ?? (IsText(start) ? Text(start) : null);
    }

    private static string? Binary(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("PK\x03\x04"u8)) return "is a ZIP archive (PyTorch saves models so too), not an ONNX model; unpack it, or export the model to ONNX";
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) return "is packed with gzip; unpack it first";
        if (start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'H', (byte)'D', (byte)'F'])) return "is an HDF5 file (Keras saves models so), not an ONNX model; export the model to ONNX";
        if (start.StartsWith((ReadOnlySpan<byte>)[0x80, 2]) && start.Length > 2) return "is a Python pickle, not an ONNX model; export the model to ONNX";
        if (start.Length >= 8 && start[4..8].SequenceEqual("TFL3"u8)) return "is a TensorFlow Lite model, not an ONNX model; convert it to ONNX";
        if (start.Length >= 8 && start[4..8].SequenceEqual("ORTM"u8)) return "is a model in ONNX Runtime's own format; take the ONNX file that it was made from";
        if (start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) || start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return "is a picture, not a model; name the model first";
        return null;
    }

    private static string Text(ReadOnlySpan<byte> start)
    {
        var text = Encoding.UTF8.GetString(start).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        var isPage = text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.Contains("<html", StringComparison.OrdinalIgnoreCase);
        if (isPage) return "is a web page (HTML), not a model; the download got a page instead of the file: download it again from its direct link";

        var line = text.Split('\n')[0].TrimEnd();
        return $"is a text file that begins with \"{Excerpt.Of(line)}\", not a model";
    }

    /// <summary>UTF-8 without control characters, as no protobuf message of this kind is: its tags and lengths are such characters.</summary>
    private static bool IsText(ReadOnlySpan<byte> start)
    {
        foreach (var b in start)
        {
            if (b < 0x20 && b is not ((byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\f')) return false;
        }

        // The last character may be cut where the look ended: at most 3 bytes of it are there.
        for (var cut = 0; cut <= Math.Min(3, start.Length); cut++)
        {
            if (System.Text.Unicode.Utf8.IsValid(start[..^cut])) return true;
        }

        return false;
    }
}
