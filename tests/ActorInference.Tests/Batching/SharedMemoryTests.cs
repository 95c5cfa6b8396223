namespace ActorInference.Tests.Batching;

/// <summary>Tensors over parts of one block, and tensors over the same memory.</summary>
public sealed class SharedMemoryTests
{
    private readonly TensorPool _pool = new();

    [Fact]
    public void Tensors_side_by_side_lie_one_behind_the_other_in_one_block()
    {
        var tensors = Tensor.AllocateSideBySide(ElementType.Int16, [1, 5], 4, _pool);
        Assert.Equal(1, _pool.RentedCount);
        Assert.Equal(0, tensors[0].Memory.Address % TensorPool.Alignment);
        for (var i = 1; i < 4; i++) Assert.Equal(tensors[i - 1].Memory.Address + 10, tensors[i].Memory.Address); // aligned to their elements alone
        foreach (var tensor in tensors) tensor.Dispose();
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public void Block_goes_back_when_the_last_of_the_tensors_side_by_side_is_disposed_whichever_that_is()
    {
        for (var last = 0; last < 3; last++)
        {
            var tensors = Tensor.AllocateSideBySide(ElementType.Float32, [2], 3, _pool);
            for (var i = 0; i < 3; i++)
            {
                if (i != last) tensors[i].Dispose();
            }

            Assert.Equal(1, _pool.RentedCount);
            tensors[last].Dispose();
            Assert.Equal(0, _pool.RentedCount);
        }
    }

    [Fact]
    public void Tensors_side_by_side_may_be_none_empty_or_strings()
    {
        Assert.Empty(Tensor.AllocateSideBySide(ElementType.Float32, [2], 0, _pool));
        Assert.Equal(0, _pool.RentedCount);
        var empty = Tensor.AllocateSideBySide(ElementType.Float32, [0, 2], 3, _pool);
        Assert.All(empty, tensor => Assert.Equal(0, tensor.ByteLength));
        foreach (var tensor in empty) tensor.Dispose();
        Assert.Equal(0, _pool.RentedCount);
        var strings = Tensor.AllocateSideBySide(ElementType.String, [2], 2, _pool);
        strings[0].Strings()[0] = "one";
        Assert.Equal("", strings[1].Strings()[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.AllocateSideBySide(ElementType.Float32, [2], -1, _pool));
        Assert.Throws<OverflowException>(() => Tensor.AllocateSideBySide(ElementType.Float32, [long.MaxValue / 8], 4, _pool));
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public void Tensor_that_is_shared_sees_the_same_memory_and_outlives_the_first()
    {
        var first = Tensor.From([1f, 2f], [2], _pool);
        var second = first.Share();
        first.Span<float>()[0] = 9;
        first.Dispose();
        Assert.Throws<ObjectDisposedException>(() => first.Span<float>());
        Assert.Equal([9, 2], second.Span<float>());
        Assert.Equal(1, _pool.RentedCount);
        var third = second.Share();
        second.Dispose();
        Assert.Equal([9, 2], third.Span<float>());
        third.Dispose();
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public void Tensor_that_is_shared_of_a_view_holds_the_block_itself()
    {
        var tensors = Tensor.AllocateSideBySide(ElementType.Float32, [1], 2, _pool);
        tensors[1].Span<float>()[0] = 5;
        using var shared = tensors[1].Share();
        foreach (var tensor in tensors) tensor.Dispose();
        Assert.Equal([5], shared.Span<float>());
    }

    [Fact]
    public void Strings_that_are_shared_are_seen_in_both()
    {
        var first = Tensor.FromStrings(["a"], [1]);
        using var second = first.Share();
        first.Strings()[0] = "b";
        first.Dispose();
        Assert.Equal("b", second.Strings()[0]);
        Assert.Throws<ObjectDisposedException>(() => first.Share());
    }

    [Fact]
    public void Tensor_that_is_disposed_cannot_be_shared()
    {
        var tensor = Tensor.From([1f], [1], _pool);
        tensor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tensor.Share());
        Assert.Equal(0, _pool.RentedCount);
    }
}
