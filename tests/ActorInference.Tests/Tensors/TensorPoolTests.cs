using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ActorInference.Tests.Tensors;

public sealed class TensorPoolTests
{
    [Fact]
    public void Pool_serves_every_length_aligned_and_at_most_a_quarter_too_large()
    {
        var pool = new TensorPool(retainLimit: 0);
        for (long length = 0; length < 5000; length++)
        {
            using var memory = pool.Rent(length);
            Assert.Equal((nuint)length, memory.ByteLength);
            Assert.Equal(0, memory.Address % TensorPool.Alignment);
            Assert.InRange(pool.RentedBytes, Math.Max(length, 64), Math.Max(64, (length * 5 / 4) + 1));
        }

        Assert.Equal(0, pool.RentedCount);
    }

    [Fact]
    public void Memory_comes_back_to_the_next_tensor_of_its_size()
    {
        var pool = new TensorPool();
        nint first;
        using (var memory = pool.Rent(1000)) first = memory.Address;
        using var again = pool.Rent(1001);
        Assert.Equal(first, again.Address);
        Assert.Equal(0, pool.RetainedBytes);
    }

    [Fact]
    public void Pool_keeps_no_more_than_its_limit()
    {
        var pool = new TensorPool(retainLimit: 4096);
        var rented = Enumerable.Range(0, 8).Select(_ => pool.Rent(1024)).ToArray();
        foreach (var memory in rented) memory.Dispose();
        Assert.Equal(4096, pool.RetainedBytes);
        pool.Trim();
        Assert.Equal(0, pool.RetainedBytes);
    }

    [Fact]
    public void A_hold_keeps_the_memory_out_of_the_pool_after_its_owner_disposed_it()
    {
        var pool = new TensorPool();
        var tensor = Tensor.Allocate(ElementType.Float32, [4], pool);
        var hold = tensor.Memory.Hold();
        tensor.Dispose();
        Assert.Equal(1, pool.RentedCount);
        Assert.Throws<ObjectDisposedException>(() => tensor.Span<float>());
        Assert.Throws<ObjectDisposedException>(() => tensor.Memory.Hold());
        hold.Dispose();
        Assert.Equal(0, pool.RentedCount);
    }

    [Fact]
    public void Pool_that_nobody_knows_any_more_frees_what_it_kept()
    {
        const long Block = 32L << 20;
        var before = WorkingSet();
        for (var i = 0; i < 20; i++) Abandon(Block, dispose: i % 2 == 0);
        Assert.InRange(WorkingSet() - before, long.MinValue, 10 * Block);
    }

    [Fact]
    public void Limit_holds_while_many_threads_return()
    {
        var pool = new TensorPool(retainLimit: 1024);
        var most = 0L;
        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            using (pool.Rent(i % 2 == 0 ? 512 : 4096)) most = Math.Max(most, pool.RetainedBytes);
            most = Math.Max(most, pool.RetainedBytes);
        });
        Assert.InRange(most, 0, pool.RetainLimit);
        Assert.Equal((0, 0), (pool.RentedBytes, pool.RentedCount));
        pool.Trim();
        Assert.Equal(0, pool.RetainedBytes);
    }

    // Four sizes an octave.
    private static long Next(long length) => length + Math.Max(1, (1L << (int)long.Log2(length)) / 4);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void Abandon(long length, bool dispose)
    {
        var memory = new TensorPool().Rent(length);
        new Span<byte>((void*)memory.Address, (int)length).Fill(1);
        if (dispose) memory.Dispose();
        GC.KeepAlive(memory);
    }

    private static long WorkingSet()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    [Fact]
    public void Limit_holds_with_every_slot_taken()
    {
        var pool = new TensorPool(retainLimit: 32L << 20);
        var rented = new List<TensorMemory>();
        for (long length = 64; length <= 1 << 16; length = Next(length))
        {
            for (var i = 0; i < 64; i++) rented.Add(pool.Rent(length));
        }

        for (var i = 0; i < 64; i++) rented.Add(pool.Rent(1 << 20));
        rented.ForEach(memory => memory.Dispose());
        Assert.InRange(pool.RetainedBytes, pool.RetainLimit / 2, pool.RetainLimit);
    }
}
