using System.Runtime.InteropServices;

namespace ActorInference.OnnxRuntime.Native;

/// <summary>The one funnel for calls: consumes every status, and keeps native strings in order.</summary>
internal static unsafe class OrtCall
{
    /// <summary>Consumes a status; throws <see cref="OrtException"/> when it is an error. For loading, not for <c>Run</c>.</summary>
    public static void Check(OrtStatus* status)
    {
        if (status != null) throw Take(status);
    }

    /// <summary>Consumes a status that is an error.</summary>
    public static OrtException Take(OrtStatus* status)
    {
        var code = Ort.Api->GetErrorCode(status);
        var message = Marshal.PtrToStringUTF8((nint)Ort.Api->GetErrorMessage(status)) ?? "";
        Ort.Api->ReleaseStatus(status);
        return new OrtException(code, message);
    }

    /// <summary>Copies a string that the default allocator made, and frees it.</summary>
    public static string TakeString(byte* text)
    {
        var copy = Marshal.PtrToStringUTF8((nint)text) ?? "";
        Check(Ort.Api->AllocatorFree(OrtEnvironment.Allocator, text));
        return copy;
    }
}
