using System.Runtime.InteropServices;
using ActorInference.OnnxRuntime.Native;

namespace ActorInference.OnnxRuntime.Providers;

/// <summary>The providers that the loaded library was built with. That one is listed does not say that it works.</summary>
internal static unsafe class AvailableProviders
{
    public static IReadOnlyList<string> Names { get; } = Read();

    private static string[] Read()
    {
        byte** names;
        int count;
        OrtCall.Check(Ort.Api->GetAvailableProviders(&names, &count));
        try
        {
            var copies = new string[count];
            for (var i = 0; i < count; i++) copies[i] = Marshal.PtrToStringUTF8((nint)names[i]) ?? "";
            return copies;
        }
        finally
        {
            OrtCall.Check(Ort.Api->ReleaseAvailableProviders(names, count));
        }
    }
}
