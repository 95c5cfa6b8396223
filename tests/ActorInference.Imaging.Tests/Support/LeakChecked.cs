[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace ActorInference.Imaging.Tests;

/// <summary>Asserts after each test that no tensor is rented, no native object alive, no pixel held by libvips and nothing misused that was not before.</summary>
public abstract class LeakChecked : IDisposable
{
    private readonly long _rented = TensorPool.Shared.RentedCount;
    private readonly long _objects = Libvips.ObjectsAlive;
    private readonly long _misuses = Libvips.Misuses;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
        Assert.Equal(_rented, TensorPool.Shared.RentedCount);
        Assert.Equal(_objects, Libvips.ObjectsAlive);
        Assert.Equal(_misuses, Libvips.Misuses);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
