using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorInference.Video;

/// <summary>What <c>run.json</c> says: whose the files beside it are.</summary>
/// <param name="Run">The run.</param>
/// <param name="Encoding">How frames are encoded; parts that differ in it cannot be joined.</param>
internal sealed record RunRecord(RunIdentity Run, IReadOnlyList<RunSetting> Encoding)
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

    /// <summary>In what a run is not the one recorded, in words; null when it is that one.</summary>
    public string? Difference(RunRecord now)
    {
        // Other options encode otherwise: what was asked for says more than what came of it.
        var differences = Run.Differences(now.Run) is { Count: > 0 } asked ? asked : [.. RunSetting.Differences(Encoding, now.Encoding)];
        return differences.Count > 0 ? string.Join("; ", differences) : null;
    }
}

/// <summary>Reads and writes <see cref="RunRecord"/> without reflection.</summary>
[JsonSerializable(typeof(RunRecord))]
[JsonSourceGenerationOptions(WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
internal sealed partial class RunJson : JsonSerializerContext;
