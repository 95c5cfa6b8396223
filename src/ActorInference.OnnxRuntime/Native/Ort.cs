using System.Globalization;
using System.Runtime.InteropServices;

namespace ActorInference.OnnxRuntime.Native;

/// <summary>The loaded library: its version and its table of functions.</summary>
internal static unsafe class Ort
{
    /// <summary>The oldest runtime whose table holds every function that is used without a check.</summary>
    public const int OldestMinor = 20;

    /// <summary>The runtime that has <see cref="OrtApiTable.TensorTypeAndShape_HasShape"/>.</summary>
    public const int HasShapeMinor = 24;

    // The version this binding was written against; newer libraries still serve its table.
    private const int NewestMinor = 30;

    static Ort()
    {
        // OrtApiBase is two functions: GetApi(version), GetVersionString().
        var start = (delegate* unmanaged[Cdecl]<nint*>)NativeLibrary.GetExport(OrtLibrary.Handle, "OrtGetApiBase");
        var getApi = (delegate* unmanaged[Cdecl]<uint, OrtApiTable*>)start()[0];
        var getVersion = (delegate* unmanaged[Cdecl]<nint>)start()[1];

        Version = Marshal.PtrToStringUTF8(getVersion())!;
        Minor = int.Parse(Version.Split('.')[1], CultureInfo.InvariantCulture);
        Api = Minor >= OldestMinor ? getApi((uint)Math.Min(Minor, NewestMinor)) : null;
    }

    /// <summary>The version, such as <c>1.30.0</c>.</summary>
    public static string Version { get; }

    /// <summary>The second number of the version, which numbers the table.</summary>
    public static int Minor { get; }

    /// <summary>The functions; null when the library is older than <see cref="OldestMinor"/>.</summary>
    public static OrtApiTable* Api { get; }
}
