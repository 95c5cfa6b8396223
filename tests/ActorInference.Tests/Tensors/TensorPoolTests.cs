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
}
