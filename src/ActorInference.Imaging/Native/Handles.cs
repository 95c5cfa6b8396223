using System.Runtime.InteropServices;

namespace ActorInference.Imaging.Native;

/// <summary>A reference to a GObject; gone when disposed. libvips' own objects keep what they depend on alive by references of theirs.</summary>
internal abstract class GObjectHandle : SafeHandle
{
    private static long _alive;

    protected GObjectHandle()
        : base(0, ownsHandle: true)
    {
    }

    /// <summary>References held at present, over all types.</summary>
    public static long Alive => Volatile.Read(ref _alive);

    public override bool IsInvalid => handle == 0;

    /// <summary>Takes over a reference.</summary>
    public void Take(nint reference)
    {
        SetHandle(reference);
        if (reference != 0) Interlocked.Increment(ref _alive);
    }

    protected override bool ReleaseHandle()
    {
        GObject.Unref(handle);
        Interlocked.Decrement(ref _alive);
        return true;
    }
}

/// <summary>A VipsImage: lazily evaluated pixels.</summary>
internal sealed class ImageHandle : GObjectHandle;

/// <summary>A VipsRegion: computed pixels of one image, used by one thread.</summary>
internal sealed class RegionHandle : GObjectHandle;

/// <summary>A VipsSource: encoded bytes to read.</summary>
internal sealed class SourceHandle : GObjectHandle;

/// <summary>A VipsTarget: encoded bytes to write.</summary>
internal sealed class TargetHandle : GObjectHandle;

/// <summary>A VipsOperation, before or after it was built.</summary>
internal sealed class OperationHandle : GObjectHandle;
