using System.Reflection;
using System.Runtime.InteropServices;
using ActorInference.Imaging.Native;
using Microsoft.Extensions.Logging;

namespace ActorInference.Imaging;

/// <summary>What there is to know about the libvips in use. Every member but <see cref="Logger"/> loads it first.</summary>
public static class Libvips
{
    /// <summary>Where libvips' own messages go; null, the default, drops them. They never reach standard error.</summary>
    public static ILogger? Logger
    {
        get => NativeLog.Logger;
        set => NativeLog.Logger = value;
    }

    /// <summary>The version, such as 8.18.7.</summary>
    public static Version Version
    {
        get
        {
            LibvipsLibrary.EnsureLoaded();
            return new(Vips.Version(0), Vips.Version(1), Vips.Version(2));
        }
    }

    /// <summary>The file or name it was loaded from.</summary>
    public static string LoadedFrom
    {
        get
        {
            LibvipsLibrary.EnsureLoaded();
            return LibvipsLibrary.LoadedFrom;
        }
    }

    /// <summary>The formats that this build reads.</summary>
    public static IReadOnlyList<PictureFormat> ReadableFormats
    {
        get
        {
            LibvipsLibrary.EnsureLoaded();
            return Array.FindAll(Enum.GetValues<PictureFormat>(), FormatLoaders.IsReadable);
        }
    }

    /// <summary>Native objects that the process holds at present; 0 between calls.</summary>
    public static long ObjectsAlive => GObjectHandle.Alive;

    /// <summary>Bytes of pixels that libvips holds at present.</summary>
    public static long TrackedBytes
    {
        get
        {
            LibvipsLibrary.EnsureLoaded();
            return (long)Vips.TrackedGetMem();
        }
    }

    /// <summary>How often libvips or GLib complained about being misused; each time is a bug of this library.</summary>
    public static long Misuses => NativeLog.Criticals;

    /// <summary>The functions that are called here and that the loaded library does not have; empty for a library that fits.</summary>
    public static IReadOnlyList<string> MissingFunctions()
    {
        LibvipsLibrary.EnsureLoaded();
        var missing = new List<string>();
        foreach (var (library, function) in BoundFunctions())
        {
            if (LibvipsLibrary.HandleOf(library) is var handle && (handle == 0 || !NativeLibrary.TryGetExport(handle, function, out _))) missing.Add(function);
        }

        return missing;
    }

    /// <summary>Every native function that is called here.</summary>
    public static IReadOnlyList<string> Functions() => [.. BoundFunctions().Select(bound => bound.Function)];

    private static IEnumerable<(string Library, string Function)> BoundFunctions() =>
        from type in new[] { typeof(Vips), typeof(GObject), typeof(GLib) }
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public)
        let import = method.GetCustomAttribute<LibraryImportAttribute>()
        where import is not null
        select (import.LibraryName, import.EntryPoint!);
}
