using System.Buffers.Binary;
using ActorInference.Formats;

namespace ActorInference.Akka.Wire;

/// <summary>
/// Reads a message out of the arrays in which it came. Whatever they hold: nothing is allocated that is larger than what is left of them, but for a small factor, and what is no message ends in
/// <see cref="WireDamage"/>. Remembers the tensors that it made, for whoever gives up half way.
/// </summary>
internal sealed class WireReader(IReadOnlyList<ReadOnlyMemory<byte>> segments)
{
    /// <summary>How deep values and types may lie inside each other: far beyond any model, far within any thread's stack.</summary>
    private const int MaxDepth = 64;

    private readonly List<Tensor> _made = [];
    private int _segment;
    private int _at;
    private int _depth;

    /// <summary>Bytes that are left.</summary>
    public long Remaining { get; private set; } = segments.Sum(segment => (long)segment.Length);

    public byte Byte()
    {
        Span<byte> bytes = stackalloc byte[1];
        Bytes(bytes);
        return bytes[0];
    }

    public bool Flag() => Byte() switch
    {
        0 => false,
        1 => true,
        var other => throw WireDamage.Because($"{other} is neither yes nor no"),
    };

    public int Int32()
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        Bytes(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    public long Int64()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        Bytes(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    public Guid Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        Bytes(bytes);
        return new(bytes, bigEndian: false);
    }

    public TimeSpan Duration() => new(Int64());

    public TimeSpan? OptionalDuration() => Flag() ? Duration() : null;

    public byte[] Blob()
    {
        var bytes = new byte[Count(1)];
        Bytes(bytes);
        return bytes;
    }

    public string Text() => StrictText.Decode(Blob()) ?? throw WireDamage.Because("a text is no UTF-8");

    /// <summary>A number of things that take at least <paramref name="least"/> bytes each.</summary>
    public int Count(int least)
    {
        var count = Int32();
        return count >= 0 && count <= Remaining / least ? count : throw WireDamage.Because($"it says that {count:N0} things follow, and {Remaining:N0} bytes do");
    }

    /// <summary>One of an enum's values, which are numbered from 0 on without a gap.</summary>
    public T OneOf<T>(T last)
        where T : struct, Enum
    {
        var number = Byte();
        return number <= Convert.ToInt32(last) ? (T)Enum.ToObject(typeof(T), number) : throw WireDamage.Because($"{typeof(T).Name} has no number {number}");
    }

    public T[] Many<T>(Func<WireReader, T> read)
    {
        var items = new T[Count(1)];
        for (var i = 0; i < items.Length; i++) items[i] = read(this);
        return items;
    }

    /// <summary>Something that may contain its own kind.</summary>
    public T Nested<T>(Func<WireReader, T> read)
    {
        if (++_depth > MaxDepth) throw WireDamage.Because($"values lie more than {MaxDepth} deep inside each other");
        var item = read(this);
        _depth--;
        return item;
    }

    /// <summary>A tensor whose elements follow, copied into the pool; whether there are so many has to be known.</summary>
    public Tensor Elements(ElementType type, TensorShape shape)
    {
        var tensor = Keep(Tensor.Allocate(type, shape));
        Bytes(tensor.Bytes());
        GC.KeepAlive(tensor);
        return tensor;
    }

    /// <summary>Remembers a tensor until the message is whole.</summary>
    public Tensor Keep(Tensor tensor)
    {
        _made.Add(tensor);
        return tensor;
    }

    /// <summary>The message is not to be: what was made of it goes back.</summary>
    public void GiveUp()
    {
        foreach (var tensor in _made) tensor.Dispose();
    }

    private void Bytes(Span<byte> target)
    {
        if (target.Length > Remaining) throw WireDamage.Because($"it ends {target.Length - Remaining:N0} bytes too early");
        Remaining -= target.Length;
        while (target.Length > 0)
        {
            var left = segments[_segment].Span[_at..];
            if (left.Length == 0)
            {
                (_segment, _at) = (_segment + 1, 0);
                continue;
            }

            var fits = Math.Min(left.Length, target.Length);
            left[..fits].CopyTo(target);
            target = target[fits..];
            _at += fits;
        }
    }
}
