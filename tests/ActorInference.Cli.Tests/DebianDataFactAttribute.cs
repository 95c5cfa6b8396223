namespace ActorInference.Cli.Tests;

/// <summary>A test on the data of ONNX's own backend tests as Debian packs them; skipped, with what to do, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DebianDataFactAttribute : FactAttribute
{
    /// <summary>Where the package lays its files.</summary>
    public const string Folder = "/usr/share/libonnx-testdata/data";

    public DebianDataFactAttribute() => Skip = Directory.Exists(Folder) ? null : $"There is no {Folder}: on Debian and Ubuntu, apt-get install libonnx-testdata.";
}
