using System.Runtime.InteropServices;

namespace ActorInference.TestKit;

/// <summary>
/// While it lives the system gives this process no thread: each would have a stack that no memory can hold. For tests that run alone, and on Linux with glibc only.
/// </summary>
public sealed unsafe class NoThreads : IDisposable
{
    private static readonly nuint TooLarge = nuint.MaxValue >> 14;

    private readonly Attributes* _usual = (Attributes*)NativeMemory.AllocZeroed((nuint)sizeof(Attributes));

    public NoThreads()
    {
        Attributes none;
        Check(pthread_getattr_default_np(_usual));
        Check(pthread_attr_init(&none));
        Check(pthread_attr_setstacksize(&none, TooLarge));
        Check(pthread_setattr_default_np(&none));
    }

    public void Dispose()
    {
        Check(pthread_setattr_default_np(_usual));
        NativeMemory.Free(_usual);
    }

    private static void Check(int status)
    {
        if (status != 0) throw new InvalidOperationException($"The system refuses to change the stacks of threads: error {status}.");
    }

    // As large as pthread_attr_t is anywhere.
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Attributes;

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int pthread_getattr_default_np(Attributes* attributes);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int pthread_setattr_default_np(Attributes* attributes);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int pthread_attr_init(Attributes* attributes);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int pthread_attr_setstacksize(Attributes* attributes, nuint size);
}
