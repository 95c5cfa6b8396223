using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorInference.Video;

/// <summary>What <c>run.json</c> says: whose the files beside it are.</summary>
/// <param name="Run">The run.</param>
/// <param name="Encoding">How frames are encoded; parts that differ in it cannot be joined.</param>
internal sealed record RunRecord(RunIdentity Run, string Encoding)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "run.json";

    /// <summary>The record in the folder; null when there is none that can be read.</summary>
    public static RunRecord? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, FileName)), RunJson.Default.RunRecord);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Writes the record into the folder, whole or not at all.</summary>
    public Failure? Write(string folder) => WholeFile.Write(Path.Combine(folder, FileName), stream =>
    {
        JsonSerializer.Serialize(stream, this, RunJson.Default.RunRecord);
        return null;
    });

    /// <summary>In what a run differs from the one recorded, in words; null when it does not.</summary>
    public string? Difference(RunRecord other)
    {
        if (Run.Source != other.Run.Source) return $"its source was {Run.Source}";
        if (Run.Length != other.Run.Length || Run.Modified != other.Run.Modified) return $"{Run.Source} has changed since";
        if (Run.Settings != other.Run.Settings) return $"its settings were other ones ({Run.Settings}, now {other.Run.Settings})";
        return Encoding != other.Encoding ? "its frames were encoded with other options" : null;
    }
}

/// <summary>Reads and writes <see cref="RunRecord"/> without reflection.</summary>
[JsonSerializable(typeof(RunRecord))]
[JsonSourceGenerationOptions(WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
internal sealed partial class RunJson : JsonSerializerContext;
