using Microsoft.Win32.SafeHandles;

namespace ActorInference.Video;

/// <summary>Standard output for frames.</summary>
internal static class StandardOutput
{
    private const nint Descriptor = 1;

    /// <summary>
    /// A stream that fails where nobody reads any longer. The console's own says nothing then, and a live run would go on for ever; it is taken for files, in which others may write before and behind, and
    /// on Windows, whose handles are no small numbers.
    /// </summary>
    public static Stream Open()
    {
        if (OperatingSystem.IsWindows()) return Console.OpenStandardOutput();
        var pipe = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return pipe.CanSeek ? Console.OpenStandardOutput() : pipe;
    }
}
