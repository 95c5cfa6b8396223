using System.Reflection;
using System.Runtime.Loader;

namespace ActorInference.Bench.Telemetry;

/// <summary>Another build of this program with another version of the library, in this process: so both take turns, and meet the same machine.</summary>
/// <param name="folder">Where it was built.</param>
internal sealed class OtherBuild(string folder) : AssemblyLoadContext("other build")
{
    /// <summary>One of its <see cref="TelemetryRounds"/>.</summary>
    public Func<double> Round(string name) => LoadFromAssemblyPath(PathOf("ActorInference.Bench"))
        .GetType(typeof(TelemetryRounds).FullName!, throwOnError: true)!.GetMethod(name)!.CreateDelegate<Func<double>>();

    protected override Assembly? Load(AssemblyName name) =>
        name.Name!.StartsWith("ActorInference", StringComparison.Ordinal) ? LoadFromAssemblyPath(PathOf(name.Name)) : null;

    private string PathOf(string assembly) => Path.GetFullPath(Path.Combine(folder, $"{assembly}.dll"));
}
