using System.Diagnostics;

namespace ActorInference.Bench.Soak;

/// <summary>Resident memory of this process.</summary>
internal static class ProcessMemory
{
    /// <summary>After everything that can be collected was collected.</summary>
    public static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
