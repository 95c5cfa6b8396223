using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace ActorInference.Imaging.Native;

/// <summary>Takes what libvips and GLib would print to standard error and hands it to a logger.</summary>
internal static unsafe partial class NativeLog
{
    // G_LOG_LEVEL_MASK | G_LOG_FLAG_FATAL | G_LOG_FLAG_RECURSION, from gmessages.h.
    private const int EveryLevel = ~0;
    private const int ErrorOrCritical = (1 << 2) | (1 << 3);

    private static long _criticals;

    /// <summary>Where messages go; null drops them.</summary>
    public static ILogger? Logger { get; set; }

    /// <summary>Messages that say that the library was misused: each is a bug of ours.</summary>
    public static long Criticals => Volatile.Read(ref _criticals);

    public static void Attach()
    {
        foreach (var domain in new[] { "VIPS", "GLib", "GLib-GObject" }) GLib.LogSetHandler(domain, EveryLevel, &Write, 0);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Write(byte* domain, int level, byte* message, nint data)
    {
        try
        {
            var critical = (level & ErrorOrCritical) != 0;
            if (critical) Interlocked.Increment(ref _criticals);
            var logLevel = critical ? LogLevel.Error : LogLevel.Debug;
            if (Logger is not { } logger || !logger.IsEnabled(logLevel)) return;
            var source = Marshal.PtrToStringUTF8((nint)domain);
            var text = Marshal.PtrToStringUTF8((nint)message);
            Message(logger, logLevel, source, text);
        }
#pragma warning disable CA1031 // An exception must not unwind through native frames; a logger's failure is not worth the process.
        catch
#pragma warning restore CA1031
        {
        }
    }

    [LoggerMessage(EventId = 101, EventName = "Libvips", Message = "{Domain}: {Text}")]
    private static partial void Message(ILogger logger, LogLevel level, string? domain, string? text);
}
