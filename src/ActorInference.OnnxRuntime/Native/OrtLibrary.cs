using System.Runtime.InteropServices;

namespace ActorInference.OnnxRuntime.Native;

/// <summary>
/// Finds and loads the native library, once for the process. Looked for in this order: the file that ACTORINFERENCE_ONNXRUNTIME names,
/// <c>runtimes/&lt;rid&gt;/native</c> beside the program, the program's own folder, where the host
/// of .NET keeps native files (of packages, of a program in one file), the system's search path. A file that is named is never passed over.
/// </summary>
internal static class OrtLibrary
{
    public const string Setting = "ACTORINFERENCE_ONNXRUNTIME";

    private static readonly Lazy<(nint Handle, string Path)> Loaded = new(Load);

    public static nint Handle => Loaded.Value.Handle;

    /// <summary>The file that was loaded, or the bare name when the system found it.</summary>
    public static string Path => Loaded.Value.Path;

    /// <summary>Loads the library and holds its version against what this binding needs.</summary>
    public static void Require()
    {
        _ = Handle; // throws what Load throws, before a static constructor can wrap it
        if (Ort.Minor < Ort.OldestMinor)
        {
            throw Missing($"{Path} is ONNX Runtime {Ort.Version}; 1.{Ort.OldestMinor} or newer is needed. {Setting} names another file.");
        }
    }

    private static string FileName =>
        OperatingSystem.IsWindows() ? "onnxruntime.dll"
        : OperatingSystem.IsMacOS() ? "libonnxruntime.1.dylib"
        : "libonnxruntime.so.1";

    // NuGet packages call the same library so.
    private static string ShortFileName =>
        OperatingSystem.IsWindows() ? "onnxruntime.dll"
        : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib"
        : "libonnxruntime.so";

    private static (nint Handle, string Path) Load()
    {
        if (Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } named)
        {
            return NativeLibrary.TryLoad(named, out var own)
                ? (own, named)
                : throw Missing($"{Setting} names {named}, which cannot be loaded{(File.Exists(named) ? "" : ": there is no such file")}.");
        }

        foreach (var candidate in Candidates())
        {
            if (NativeLibrary.TryLoad(candidate, out var handle)) return (handle, candidate);
        }

        throw Missing($"ONNX Runtime's native library was not found; tried {string.Join(", ", Candidates())}. Build the project again, or name the file by {Setting}.");
    }

    private static IEnumerable<string> Candidates()
    {
        var folder = System.IO.Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        yield return System.IO.Path.Combine(folder, FileName);
        yield return System.IO.Path.Combine(folder, ShortFileName);
        yield return System.IO.Path.Combine(PortableFolder(), FileName);
        yield return System.IO.Path.Combine(AppContext.BaseDirectory, FileName);
        foreach (var known in HostFolders()) yield return System.IO.Path.Combine(known, FileName);
        yield return FileName;
    }

    // The host lists them itself: https://learn.microsoft.com/dotnet/core/dependency-loading/default-probing
    private static string[] HostFolders() =>
        (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    // The runtime may be built for one distribution (debian.12-x64); the packages are for all (linux-x64).
    private static string PortableFolder()
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        var rid = $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        return System.IO.Path.Combine(AppContext.BaseDirectory, "runtimes", rid, "native");
    }

    private static InferenceException Missing(string message) => new(new Failure(ErrorKind.NotFound, message));
}
