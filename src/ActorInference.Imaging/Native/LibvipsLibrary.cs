using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;

namespace ActorInference.Imaging.Native;

/// <summary>libvips, loaded and initialised once for the process. Everything that calls it asks <see cref="EnsureLoaded"/> first.</summary>
internal static class LibvipsLibrary
{
    private static readonly Lock Gate = new();
    private static volatile bool _loaded;
    private static nint _vips;

    /// <summary>The file or name it was loaded from; empty before.</summary>
    public static string LoadedFrom { get; private set; } = "";

    /// <summary>Loads and initialises libvips; throws an <see cref="InferenceException"/> (not-found) that names what was tried.</summary>
    public static void EnsureLoaded()
    {
        if (_loaded) return;
        lock (Gate)
        {
            if (_loaded) return;
            if (_vips == 0)
            {
                _vips = Load();
                NativeLibrary.SetDllImportResolver(typeof(LibvipsLibrary).Assembly, Resolve);
            }

            Initialise();
            _loaded = true;
        }
    }

    /// <summary>The library that holds the functions bound under <paramref name="name"/>.</summary>
    public static nint HandleOf(string name)
    {
        if (name == NativeNames.Vips) return _vips;
        var probe = name == NativeNames.GObject ? "g_object_unref" : "g_free";
        if (NativeLibrary.TryGetExport(_vips, probe, out _)) return _vips;

        var folder = Path.GetDirectoryName(LoadedFrom);
        foreach (var companion in LibvipsLocation.CompanionNames(name))
        {
            if (!string.IsNullOrEmpty(folder) && NativeLibrary.TryLoad(Path.Combine(folder, companion), out var beside)) return beside;
            if (NativeLibrary.TryLoad(companion, out var ofSystem)) return ofSystem;
        }

        return 0;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        name is NativeNames.Vips or NativeNames.GObject or NativeNames.GLib ? HandleOf(name) : 0;

    private static nint Load()
    {
        var candidates = LibvipsLocation.Candidates();
        var reasons = new List<string>();
        foreach (var candidate in candidates)
        {
            if (TryLoad(candidate, out var handle, out var reason))
            {
                LoadedFrom = candidate;
                return handle;
            }

            reasons.Add($"{candidate} ({reason})");
        }

        var advice = Environment.GetEnvironmentVariable(LibvipsLocation.Setting) is { Length: > 0 }
            ? $"Correct or unset {LibvipsLocation.Setting}."
            : $"Build again so that the files lie in runtimes/, install libvips 8.16 or newer, or name its file by {LibvipsLocation.Setting}.";
        throw new Failure(ErrorKind.NotFound, $"libvips, which reads and writes pictures, could not be loaded. Tried: {string.Join("; ", reasons)}. {advice}").ToException();
    }

    private static bool TryLoad(string candidate, out nint handle, [NotNullWhen(false)] out string? reason)
    {
        handle = 0;
        reason = null;
        if (Path.IsPathRooted(candidate) && !File.Exists(candidate))
        {
            reason = "no such file";
            return false;
        }

        try
        {
            handle = NativeLibrary.Load(candidate);
        }
        catch (Exception problem) when (problem is DllNotFoundException or BadImageFormatException)
        {
            reason = Path.IsPathRooted(candidate) ? problem.Message.ReplaceLineEndings(" ").Trim() : "not known to the system";
            return false;
        }

        if (NativeLibrary.TryGetExport(handle, "vips_init", out _)) return true;
        NativeLibrary.Free(handle);
        reason = "is not libvips";
        return false;
    }

    private static void Initialise()
    {
        NativeLog.Attach();
        if (Vips.Init("actorinference") != 0)
        {
            throw new Failure(ErrorKind.NotFound, $"libvips was loaded from {LoadedFrom} but does not start: {VipsErrors.Take()}.").ToException();
        }

        // The pipeline has workers of its own; results of one-off operations are never asked for twice.
        Vips.ConcurrencySet(1);
        Vips.CacheSetMax(0);
        Vips.BlockUntrustedSet(1);
    }
}
