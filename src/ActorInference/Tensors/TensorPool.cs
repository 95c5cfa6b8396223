using System.Runtime.InteropServices;

namespace ActorInference;

/// <summary>
/// Native memory for tensors: 64-byte aligned, sorted into size classes, kept for the next tensor of about that size.
/// Memory that was rented is never handed out again before it has come back; what is kept beyond <see cref="RetainLimit"/> is freed.
/// </summary>
public sealed unsafe class TensorPool
{
    /// <summary>A cache line, and the widest vector register in use (AVX-512).</summary>
    public const int Alignment = 64;

    // Four classes an octave from 64 bytes to 2^40: at most a quarter of a block is unused.
    private const int ClassesPerOctave = 4;
    private const int SmallestLog2 = 6;
    private const int LargestLog2 = 40;

    // Blocks of up to 64 KiB pass from hand to hand through slots without a lock: small tensors come and go a million times a second. All slots of all those shelves together
    // hold less than 8 MiB, which is set aside from the limit for them; a pool with a smaller limit has none.
    private const int HandOverLog2 = 16;
    private const long HandOverBytes = 8L << 20;

    private readonly Shelf[] _shelves = new Shelf[((LargestLog2 - SmallestLog2) * ClassesPerOctave) + 1];
    private readonly RentCounter _rented = new();
    private readonly bool _handsOver;
    private long _stackedBytes; // retained, but for what is in slots
    private bool _abandoned;

    /// <summary>A pool that keeps at most <paramref name="retainLimit"/> bytes of returned memory.</summary>
    public TensorPool(long retainLimit = 256L << 20)
    {
        _handsOver = retainLimit >= 4 * HandOverBytes;
        for (var i = 0; i < _shelves.Length; i++) _shelves[i] = new Shelf(_handsOver && SizeOf(i) <= 1L << HandOverLog2); // first: the finalizer of a pool that was refused needs them
        ArgumentOutOfRangeException.ThrowIfNegative(retainLimit);
        RetainLimit = retainLimit;
    }

#pragma warning disable MA0055 // A SafeHandle for each kept block would cost every rent an object; the pool itself is the owner.
    /// <summary>Nobody can rent from it any more: what it keeps would be lost.</summary>
    ~TensorPool()
#pragma warning restore MA0055
    {
        // Blocks that nobody disposed are finalised after their pool; they find it abandoned.
        _abandoned = true;
        Trim();
    }

    /// <summary>The pool of this process, which tensors use unless told otherwise.</summary>
    public static TensorPool Shared { get; } = new();

    /// <summary>How many bytes may lie unused in the pool.</summary>
    public long RetainLimit { get; }

    /// <summary>Bytes in blocks that are out at present (whole size classes).</summary>
    public long RentedBytes => _rented.Bytes;

    /// <summary>Blocks that are out at present.</summary>
    public long RentedCount => _rented.Count;

    /// <summary>Bytes that lie unused in the pool.</summary>
    public long RetainedBytes
    {
        get
        {
            var bytes = Volatile.Read(ref _stackedBytes);
            for (var i = 0; i < _shelves.Length; i++) bytes += _shelves[i].InSlots * SizeOf(i);
            return bytes;
        }
    }

    /// <summary>A block of at least <paramref name="byteLength"/> bytes, contents undefined. The caller owns it.</summary>
    public TensorMemory Rent(long byteLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(byteLength);
        var (index, size) = ClassOf(byteLength);
        if (!_shelves[index].TryTakeSlot(out var address))
        {
            if (_shelves[index].TryPop(out address)) Interlocked.Add(ref _stackedBytes, -size);
            else address = (nint)NativeMemory.AlignedAlloc((nuint)size, Alignment);
        }

        _rented.Add(size, 1);
        return new Block(this, address, (nuint)byteLength, index, size);
    }

    /// <summary>Frees everything that lies unused.</summary>
    public void Trim()
    {
        for (var index = 0; index < _shelves.Length; index++)
        {
            while (_shelves[index].TryTakeSlot(out var address)) NativeMemory.AlignedFree((void*)address);
            while (_shelves[index].TryPop(out var address))
            {
                Interlocked.Add(ref _stackedBytes, -SizeOf(index));
                NativeMemory.AlignedFree((void*)address);
            }
        }
    }

    private void Return(nint address, int index, long size)
    {
        _rented.Add(-size, -1);
        if (!_abandoned && _shelves[index].TryPutSlot(address)) return;
        if (TryRetain(size)) _shelves[index].Push(address);
        else NativeMemory.AlignedFree((void*)address);
    }

    // Adding first and taking back would show more than the limit for a moment, and refuse others meanwhile.
    private bool TryRetain(long size)
    {
        var limit = _handsOver ? RetainLimit - HandOverBytes : RetainLimit;
        var retained = Volatile.Read(ref _stackedBytes);
        while (!_abandoned && size <= limit - retained)
        {
            var seen = Interlocked.CompareExchange(ref _stackedBytes, retained + size, retained);
            if (seen == retained) return true;
            retained = seen;
        }

        return false;
    }

    private static (int Index, long Size) ClassOf(long byteLength)
    {
        if (byteLength <= 1L << SmallestLog2) return (0, 1L << SmallestLog2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(byteLength, 1L << LargestLog2);

        var octave = 63 - long.LeadingZeroCount(byteLength - 1);
        var step = 1L << (int)(octave - 2);
        var quarter = (byteLength - 1 - (1L << (int)octave)) / step;
        var index = (int)(((octave - SmallestLog2) * ClassesPerOctave) + quarter + 1);
        return (index, SizeOf(index));
    }

    private static long SizeOf(int index)
    {
        if (index == 0) return 1L << SmallestLog2;
        var octave = SmallestLog2 + ((index - 1) / ClassesPerOctave);
        var quarter = ((index - 1) % ClassesPerOctave) + 1;
        return (1L << octave) + (quarter * (1L << (octave - 2)));
    }

    private sealed class Shelf(bool hasSlots)
    {
        // Two cache lines: looking for a block in them costs no more than the two misses that meeting another thread costs anyway.
        private const int Slots = 16;

        private readonly nint[] _slots = hasSlots ? new nint[Slots] : [];
        private readonly Lock _lock = new();
        private readonly Stack<nint> _free = new();

        public int InSlots
        {
            get
            {
                var count = 0;
                foreach (ref var slot in _slots.AsSpan()) count += Volatile.Read(ref slot) == 0 ? 0 : 1;
                return count;
            }
        }

        public bool TryTakeSlot(out nint address)
        {
            foreach (ref var slot in _slots.AsSpan())
            {
                address = Volatile.Read(ref slot);
                if (address != 0 && Interlocked.CompareExchange(ref slot, 0, address) == address) return true;
            }

            address = 0;
            return false;
        }

        public bool TryPutSlot(nint address)
        {
            foreach (ref var slot in _slots.AsSpan())
            {
                if (Volatile.Read(ref slot) == 0 && Interlocked.CompareExchange(ref slot, address, 0) == 0) return true;
            }

            return false;
        }

        public bool TryPop(out nint address)
        {
            lock (_lock) return _free.TryPop(out address);
        }

        public void Push(nint address)
        {
            lock (_lock) _free.Push(address);
        }
    }

    private sealed class Block(TensorPool pool, nint address, nuint byteLength, int index, long size) : TensorMemory(address, byteLength)
    {
        protected override bool ReleaseHandle()
        {
            pool.Return(handle, index, size);
            return true;
        }
    }
}
