using System.Runtime.InteropServices;

namespace ActorInference.Imaging.Native;

/// <summary>Where libvips is looked for, best place first.</summary>
internal static class LibvipsLocation
{
    /// <summary>The environment variable that names the file; where it is set nothing else is tried.</summary>
    public const string Setting = "ACTORINFERENCE_LIBVIPS";

    /// <summary>Full paths and, at the end, names that the system's loader knows.</summary>
    public static IReadOnlyList<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } named) return [named];

        var candidates = new List<string>();
        var folder = Path.Combine(AppContext.BaseDirectory, "runtimes", PortableRid(), "native");
        foreach (var place in new[] { folder, AppContext.BaseDirectory }.Concat(HostFolders()).Where(Directory.Exists))
        {
            foreach (var pattern in FilePatterns()) candidates.AddRange(Directory.GetFiles(place, pattern).Order(StringComparer.Ordinal).Except(candidates));
        }

        if (candidates.Count == 0) candidates.Add(Path.Combine(folder, FilePatterns()[0]));
        candidates.AddRange(SystemNames());
        return candidates;
    }

    /// <summary>The libraries that hold GObject's and GLib's functions where libvips' own file does not.</summary>
    public static IReadOnlyList<string> CompanionNames(string name)
    {
        var stem = name == NativeNames.GObject ? "gobject" : "glib";
        if (OperatingSystem.IsWindows()) return [$"lib{stem}-2.0-0.dll"];
        return OperatingSystem.IsMacOS() ? [$"lib{stem}-2.0.0.dylib"] : [$"lib{stem}-2.0.so.0"];
    }

    // Where the host of .NET keeps native files, of packages and of a program in one file: https://learn.microsoft.com/dotnet/core/dependency-loading/default-probing
    private static string[] HostFolders() =>
        (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    // sharp calls its all-in-one file libvips-cpp and puts the version into the name; NuGet's NetVips.Native uses the plain name.
    private static string[] FilePatterns()
    {
        if (OperatingSystem.IsWindows()) return ["libvips-42.dll"];
        return OperatingSystem.IsMacOS() ? ["libvips-cpp*.dylib", "libvips*.dylib"] : ["libvips-cpp.so*", "libvips.so*"];
    }

    private static string[] SystemNames()
    {
        if (OperatingSystem.IsWindows()) return ["libvips-42.dll"];
        return OperatingSystem.IsMacOS() ? ["libvips.42.dylib"] : ["libvips.so.42"];
    }

    private static string PortableRid()
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }
}
