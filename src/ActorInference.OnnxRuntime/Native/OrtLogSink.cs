using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace ActorInference.OnnxRuntime.Native;

/// <summary>Passes the runtime's log on to an <see cref="ILogger"/>. Native code holds <see cref="Parameter"/> until the sink is disposed.</summary>
internal sealed unsafe class OrtLogSink : IDisposable
{
    private readonly ILogger _logger;
    private GCHandle _self;

    public OrtLogSink(ILogger logger)
    {
        _logger = logger;
        _self = GCHandle.Alloc(this);
    }

    /// <summary>What the runtime hands back to <see cref="Callback"/>.</summary>
    public void* Parameter => (void*)GCHandle.ToIntPtr(_self);

    public static delegate* unmanaged[Cdecl]<void*, int, byte*, byte*, byte*, byte*, void> Callback => &Log;

    /// <summary>The lowest severity that the logger wants: 0 verbose, 1 info, 2 warning, 3 error, 4 fatal.</summary>
    public int Severity
    {
        get
        {
            for (var severity = 0; severity < 4; severity++)
            {
                if (_logger.IsEnabled(LevelOf(severity))) return severity;
            }

            return 4;
        }
    }

    public void Dispose()
    {
        if (_self.IsAllocated) _self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Log(void* parameter, int severity, byte* category, byte* logId, byte* location, byte* message)
    {
        // Native code must never see an exception; a logger that throws loses its message and nothing else.
        try
        {
            var sink = (OrtLogSink)GCHandle.FromIntPtr((nint)parameter).Target!;
            var level = LevelOf(severity);
            if (sink._logger.IsEnabled(level)) sink._logger.RuntimeSaid(level, Text(category), Text(message), Text(location));
        }
        catch (Exception)
        {
        }
    }

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    private static LogLevel LevelOf(int severity) => severity switch
    {
        <= 0 => LogLevel.Trace,
        1 => LogLevel.Debug, // a hundred lines for each model it loads, of how it rewrites the graph
        2 => LogLevel.Warning,
        3 => LogLevel.Error,
        _ => LogLevel.Critical,
    };
}

internal static partial class OrtLogMessages
{
    [LoggerMessage(EventId = 100, EventName = "OnnxRuntime", Message = "{Category}: {Text} ({Location})")]
    public static partial void RuntimeSaid(this ILogger logger, LogLevel level, string category, string text, string location);
}
