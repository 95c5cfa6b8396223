namespace ActorInference.Akka.Tests;

/// <summary>
/// Watches that what is rented from <see cref="TensorPool.Shared"/> is given back by tests that run side by side: when the last of them has ended, no more is rented than before the first. Others may rent from it at
/// the same time, for moments.
/// </summary>
internal static class SharedTensors
{
    private static readonly Lock Lock = new();
    private static long _rented; // before the first; guarded by the lock
    private static int _users; // guarded by the lock

    public static void Begin()
    {
        lock (Lock)
        {
            if (_users++ == 0) _rented = TensorPool.Shared.RentedCount;
        }
    }

    public static async Task End()
    {
        long rented;
        lock (Lock)
        {
            if (--_users > 0) return;
            rented = _rented;
        }

        await Until.True(() => TensorPool.Shared.RentedCount <= rented || IsInUse(), "tensors given back");
    }

    private static bool IsInUse()
    {
        lock (Lock) return _users > 0;
    }
}
