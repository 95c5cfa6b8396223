using System.Buffers.Binary;
using System.Text;

namespace ActorInference.Akka.Wire;

/// <summary>
/// Writes a message, little-endian, into arrays of one size. Made without arrays it only counts: a message is written twice, first to know how long it is, so that each array has the size that it needs
/// and tensors are copied once.
/// </summary>
internal sealed unsafe class WireWriter
{
    private readonly byte[][]? _segments;
    private readonly int _reserved;
    private int _segment;
    private int _at;

    /// <summary>Counts.</summary>
    public WireWriter()
    {
    }

    /// <summary>Fills <paramref name="segments"/>, of each of which the first <paramref name="reserved"/> bytes are left alone.</summary>
    public WireWriter(byte[][] segments, int reserved)
    {
        (_segments, _reserved, _at) = (segments, reserved, reserved);
    }

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    public void Byte(byte value) => Bytes([value]);

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Int32(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        Bytes(bytes);
    }

    public void Int64(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Bytes(bytes);
    }

    public void Id(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: false, out _);
        Bytes(bytes);
    }

    public void Duration(TimeSpan value) => Int64(value.Ticks);

    public void Duration(TimeSpan? value)
    {
        Flag(value.HasValue);
        if (value is { } some) Duration(some);
    }

    /// <summary>A length and UTF-8. Half a surrogate pair, which is no text, becomes U+FFFD.</summary>
    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Int32(length);
        if (_segments is null) Length += length;
        else Bytes(Encoding.UTF8.GetBytes(value));
    }

    /// <summary>A length and bytes.</summary>
    public void Blob(byte[] value)
    {
        Int32(value.Length);
        Bytes(value);
    }

    public void Many<T>(IReadOnlyList<T> items, Action<WireWriter, T> write)
    {
        Int32(items.Count);
        for (var i = 0; i < items.Count; i++) write(this, items[i]);
    }

    /// <summary>The elements of a tensor as they lie in memory, which stays where it is meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">Somebody has disposed the tensor.</exception>
    public void Elements(Tensor tensor)
    {
        if (_segments is null)
        {
            Length += tensor.ByteLength;
            return;
        }

        using var hold = tensor.Memory.Hold();
        Bytes(new ReadOnlySpan<byte>((void*)hold.Address, checked((int)tensor.ByteLength)));
    }

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        if (_segments is null) return;
        while (bytes.Length > 0)
        {
            var room = _segments[_segment].AsSpan(_at);
            if (room.Length == 0)
            {
                (_segment, _at) = (_segment + 1, _reserved);
                continue;
            }

            var fits = Math.Min(room.Length, bytes.Length);
            bytes[..fits].CopyTo(room);
            bytes = bytes[fits..];
            _at += fits;
        }
    }
}
