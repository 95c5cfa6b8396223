using System.Diagnostics;

namespace ActorInference.Bench.Soak;

/// <summary>Resident memory of this process.</summary>
internal static class ProcessMemory
{
    /// <summary>After everything that can be collected was collected, and given back to the system: the collector would keep it for later.</summary>
    public static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
