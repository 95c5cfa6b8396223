using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ActorInference.Imaging;

/// <summary>Takes rows of interleaved 8-bit RGB apart and puts them together, 16 pixels at a time.</summary>
internal static class RowColors
{
    // BT.601 luma in 16-bit fixed point, the weights that Pillow and libjpeg use: 0.299, 0.587, 0.114 times 65536.
    private const uint LumaR = 19595;
    private const uint LumaG = 38470;
    private const uint LumaB = 7471;
    private const uint Half = 1 << 15;

    /// <summary>The luma of one pixel, rounded.</summary>
    public static byte Luma(byte r, byte g, byte b) => (byte)(((r * LumaR) + (g * LumaG) + (b * LumaB) + Half) >> 16);

    /// <summary>Splits 3 * n interleaved bytes into three rows of n.</summary>
    public static void Split(ReadOnlySpan<byte> interleaved, Span<byte> r, Span<byte> g, Span<byte> b)
    {
        var i = 0;
        ref var source = ref MemoryMarshal.GetReference(interleaved);
        for (; i + 16 <= r.Length; i += 16)
        {
            var (first, second, third) = SplitBlock(ref Unsafe.Add(ref source, i * 3));
            first.CopyTo(r[i..]);
            second.CopyTo(g[i..]);
            third.CopyTo(b[i..]);
        }

        for (; i < r.Length; i++)
        {
            r[i] = interleaved[3 * i];
            g[i] = interleaved[(3 * i) + 1];
            b[i] = interleaved[(3 * i) + 2];
        }
    }

    /// <summary>Joins three rows of n into 3 * n interleaved bytes.</summary>
    public static void Join(ReadOnlySpan<byte> r, ReadOnlySpan<byte> g, ReadOnlySpan<byte> b, Span<byte> interleaved)
    {
        var i = 0;
        for (; i + 16 <= r.Length; i += 16)
        {
            var (first, second, third) = (Vector128.Create(r.Slice(i, 16)), Vector128.Create(g.Slice(i, 16)), Vector128.Create(b.Slice(i, 16)));
            var target = interleaved[(3 * i)..];
            JoinFirst(first, second, third).CopyTo(target);
            JoinSecond(first, second, third).CopyTo(target[16..]);
            JoinThird(first, second, third).CopyTo(target[32..]);
        }

        for (; i < r.Length; i++)
        {
            interleaved[3 * i] = r[i];
            interleaved[(3 * i) + 1] = g[i];
            interleaved[(3 * i) + 2] = b[i];
        }
    }

    /// <summary>Swaps red and blue of 3 * n interleaved bytes.</summary>
    public static void SwapRedBlue(ReadOnlySpan<byte> interleaved, Span<byte> swapped)
    {
        var pixels = interleaved.Length / 3;
        var i = 0;
        ref var source = ref MemoryMarshal.GetReference(interleaved);
        for (; i + 16 <= pixels; i += 16)
        {
            var (r, g, b) = SplitBlock(ref Unsafe.Add(ref source, i * 3));
            var target = swapped[(3 * i)..];
            JoinFirst(b, g, r).CopyTo(target);
            JoinSecond(b, g, r).CopyTo(target[16..]);
            JoinThird(b, g, r).CopyTo(target[32..]);
        }

        for (; i < pixels; i++)
        {
            (swapped[3 * i], swapped[(3 * i) + 1], swapped[(3 * i) + 2]) = (interleaved[(3 * i) + 2], interleaved[(3 * i) + 1], interleaved[3 * i]);
        }
    }

    /// <summary>The luma of 3 * n interleaved bytes, n bytes.</summary>
    public static void ToLuma(ReadOnlySpan<byte> interleaved, Span<byte> luma)
    {
        var i = 0;
        ref var source = ref MemoryMarshal.GetReference(interleaved);
        for (; i + 16 <= luma.Length; i += 16)
        {
            var (r, g, b) = SplitBlock(ref Unsafe.Add(ref source, i * 3));
            LumaOf(r, g, b).CopyTo(luma[i..]);
        }

        for (; i < luma.Length; i++) luma[i] = Luma(interleaved[3 * i], interleaved[(3 * i) + 1], interleaved[(3 * i) + 2]);
    }

    private static Vector128<byte> LumaOf(Vector128<byte> r, Vector128<byte> g, Vector128<byte> b)
    {
        var (rLow, rHigh) = Vector128.Widen(r);
        var (gLow, gHigh) = Vector128.Widen(g);
        var (bLow, bHigh) = Vector128.Widen(b);
        return Vector128.Narrow(LumaOf(rLow, gLow, bLow), LumaOf(rHigh, gHigh, bHigh));
    }

    private static Vector128<ushort> LumaOf(Vector128<ushort> r, Vector128<ushort> g, Vector128<ushort> b)
    {
        var (rLow, rHigh) = Vector128.Widen(r);
        var (gLow, gHigh) = Vector128.Widen(g);
        var (bLow, bHigh) = Vector128.Widen(b);
        return Vector128.Narrow(LumaOf(rLow, gLow, bLow), LumaOf(rHigh, gHigh, bHigh));
    }

    private static Vector128<uint> LumaOf(Vector128<uint> r, Vector128<uint> g, Vector128<uint> b) =>
        ((r * LumaR) + (g * LumaG) + (b * LumaB) + Vector128.Create(Half)) >>> 16;

    // Each mask picks one channel's bytes out of one of three 16-byte blocks; 255 gives zero, and the three are merged by OR.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<byte> R, Vector128<byte> G, Vector128<byte> B) SplitBlock(ref byte source)
    {
        var x = Vector128.LoadUnsafe(ref source);
        var y = Vector128.LoadUnsafe(ref source, 16);
        var z = Vector128.LoadUnsafe(ref source, 32);
        const byte n = 255;
        var r = Vector128.Shuffle(x, Vector128.Create(0, 3, 6, 9, 12, 15, n, n, n, n, n, n, n, n, n, n))
            | Vector128.Shuffle(y, Vector128.Create(n, n, n, n, n, n, 2, 5, 8, 11, 14, n, n, n, n, n))
            | Vector128.Shuffle(z, Vector128.Create(n, n, n, n, n, n, n, n, n, n, n, 1, 4, 7, 10, 13));
        var g = Vector128.Shuffle(x, Vector128.Create(1, 4, 7, 10, 13, n, n, n, n, n, n, n, n, n, n, n))
            | Vector128.Shuffle(y, Vector128.Create(n, n, n, n, n, 0, 3, 6, 9, 12, 15, n, n, n, n, n))
            | Vector128.Shuffle(z, Vector128.Create(n, n, n, n, n, n, n, n, n, n, n, 2, 5, 8, 11, 14));
        var b = Vector128.Shuffle(x, Vector128.Create(2, 5, 8, 11, 14, n, n, n, n, n, n, n, n, n, n, n))
            | Vector128.Shuffle(y, Vector128.Create(n, n, n, n, n, 1, 4, 7, 10, 13, n, n, n, n, n, n))
            | Vector128.Shuffle(z, Vector128.Create(n, n, n, n, n, n, n, n, n, n, 0, 3, 6, 9, 12, 15));
        return (r, g, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> JoinFirst(Vector128<byte> r, Vector128<byte> g, Vector128<byte> b)
    {
        const byte n = 255;
        return Vector128.Shuffle(r, Vector128.Create(0, n, n, 1, n, n, 2, n, n, 3, n, n, 4, n, n, 5))
            | Vector128.Shuffle(g, Vector128.Create(n, 0, n, n, 1, n, n, 2, n, n, 3, n, n, 4, n, n))
            | Vector128.Shuffle(b, Vector128.Create(n, n, 0, n, n, 1, n, n, 2, n, n, 3, n, n, 4, n));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> JoinSecond(Vector128<byte> r, Vector128<byte> g, Vector128<byte> b)
    {
        const byte n = 255;
        return Vector128.Shuffle(r, Vector128.Create(n, n, 6, n, n, 7, n, n, 8, n, n, 9, n, n, 10, n))
            | Vector128.Shuffle(g, Vector128.Create(5, n, n, 6, n, n, 7, n, n, 8, n, n, 9, n, n, 10))
            | Vector128.Shuffle(b, Vector128.Create(n, 5, n, n, 6, n, n, 7, n, n, 8, n, n, 9, n, n));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> JoinThird(Vector128<byte> r, Vector128<byte> g, Vector128<byte> b)
    {
        const byte n = 255;
        return Vector128.Shuffle(r, Vector128.Create(n, 11, n, n, 12, n, n, 13, n, n, 14, n, n, 15, n, n))
            | Vector128.Shuffle(g, Vector128.Create(n, n, 11, n, n, 12, n, n, 13, n, n, 14, n, n, 15, n))
            | Vector128.Shuffle(b, Vector128.Create(10, n, n, 11, n, n, 12, n, n, 13, n, n, 14, n, n, 15));
    }
}
