using ActorInference.Formats;
using Microsoft.Extensions.Configuration;

namespace ActorInference.Configuration;

/// <summary>Reads a HOCON file into keys joined by <c>:</c>.</summary>
public sealed class HoconConfigurationProvider(HoconConfigurationSource source) : FileConfigurationProvider(source)
{
    /// <summary>Replaces what is known by what the stream says; throws <see cref="InvalidDataException"/> for what is wrong in it.</summary>
    public override void Load(Stream stream)
    {
        var name = Source.Path ?? "";

        // Where the file lies on disk, so do those that it includes; elsewhere they come from where it does.
        var path = Source.FileProvider?.GetFileInfo(name).PhysicalPath;
        if (ReadText(stream) is not { } text) throw new InvalidDataException($"{path ?? name}: is no UTF-8 text.");
        var options = path is null ? new HoconOptions { ReadFile = ReadFromProvider } : HoconOptions.Default;
        if (!HoconDocument.Parse(text, path ?? name, options).TryGet(out var document, out var failure)) throw new InvalidDataException(failure.Message);
        Data = HoconKeys.Flatten(document);
    }

    private Outcome<string?> ReadFromProvider(string path)
    {
        if (Source.FileProvider?.GetFileInfo(path) is not { Exists: true, IsDirectory: false } file) return (string?)null;
        try
        {
            using var stream = file.CreateReadStream();
            return ReadText(stream) is { } text ? text : new Failure(ErrorKind.InvalidInput, $"{path}: is no UTF-8 text.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new Failure(ErrorKind.InvalidInput, $"{path}: cannot be read: {problem.Message}");
        }
    }

    // Null when it is no UTF-8.
    private static string? ReadText(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return StrictText.Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
