using System.Reflection;

namespace ActorInference.Telemetry;

/// <summary>The version that meter and activity source carry.</summary>
internal static class LibraryVersion
{
    /// <summary>The version of the package, without the commit that the build may add: <c>0.1.0</c>.</summary>
    public static string? Text { get; } = typeof(LibraryVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
}
