using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace ActorInference.Imaging;

/// <summary>
/// Writes rows of 8-bit RGB into one slot of a tensor, in its layout, colours, values and element type. Holds scratch rows: one writer
/// serves one picture on one thread.
/// </summary>
internal sealed unsafe class RowWriter : IDisposable
{
    private readonly PicturePreparation _preparation;
    private readonly ValuePattern[] _patterns;
    private readonly byte* _target;
    private readonly int _width;
    private readonly long _planeStride;
    private readonly int _elementSize;
    private readonly ScratchRow<byte> _bytes;
    private readonly ScratchRow<float> _floats;

    /// <summary>A writer to <c>Channels * size.Pixels</c> elements at <paramref name="target"/>.</summary>
    public RowWriter(PicturePreparation preparation, ValuePattern[] patterns, byte* target, PictureSize size)
    {
        _preparation = preparation;
        _target = target;
        _width = size.Width;
        _elementSize = preparation.ElementType.ByteSize();
        _planeStride = size.Pixels * _elementSize;
        _bytes = new(3 * size.Width);
        _floats = new(preparation.ElementType == ElementType.Float16 ? 3 * size.Width : 0);
        _patterns = patterns;
    }

    private bool IsInterleaved => _preparation.Channels == 1 || _preparation.Layout == TensorLayout.Nhwc;

    /// <summary>The patterns of each plane, or one for interleaved pixels; in the order of the tensor's channels.</summary>
    public static ValuePattern[] PatternsOf(PicturePreparation preparation)
    {
        var values = preparation.Values;
        if (preparation.Channels == 1) return [ValuePattern.OfPlane(values, 0)];
        int[] order = preparation.Colors == ColorOrder.Bgr ? [2, 1, 0] : [0, 1, 2];
        return preparation.Layout == TensorLayout.Nhwc
            ? [ValuePattern.OfPixels(values, order)]
            : [ValuePattern.OfPlane(values, order[0]), ValuePattern.OfPlane(values, order[1]), ValuePattern.OfPlane(values, order[2])];
    }

    /// <summary>Writes row <paramref name="y"/> from <c>3 * width</c> bytes.</summary>
    public void Write(int y, ReadOnlySpan<byte> pixels)
    {
        var rowStart = (long)y * _width * _elementSize;
        if (IsInterleaved)
        {
            Store(Reordered(pixels), _target + (rowStart * _preparation.Channels), _patterns[0]);
            return;
        }

        var r = _bytes.Span[.._width];
        var g = _bytes.Span.Slice(_width, _width);
        var b = _bytes.Span[(2 * _width)..];
        RowColors.Split(pixels, r, g, b);
        var isRgb = _preparation.Colors == ColorOrder.Rgb;
        Store(isRgb ? r : b, _target + rowStart, _patterns[0]);
        Store(g, _target + _planeStride + rowStart, _patterns[1]);
        Store(isRgb ? b : r, _target + (2 * _planeStride) + rowStart, _patterns[2]);
    }

    public void Dispose()
    {
        _bytes.Dispose();
        _floats.Dispose();
    }

    private ReadOnlySpan<byte> Reordered(ReadOnlySpan<byte> pixels)
    {
        switch (_preparation.Colors)
        {
            case ColorOrder.Rgb:
                return pixels;
            case ColorOrder.Bgr:
                RowColors.SwapRedBlue(pixels, _bytes.Span);
                return _bytes.Span;
            default:
                RowColors.ToLuma(pixels, _bytes.Span[.._width]);
                return _bytes.Span[.._width];
        }
    }

    private void Store(ReadOnlySpan<byte> bytes, byte* target, ValuePattern pattern)
    {
        switch (_preparation.ElementType)
        {
            case ElementType.UInt8:
                bytes.CopyTo(new Span<byte>(target, bytes.Length));
                break;
            case ElementType.Float16:
                var floats = _floats.Span[..bytes.Length];
                RowValues.Map(bytes, floats, pattern);
                TensorPrimitives.ConvertToHalf(floats, new Span<Half>(target, bytes.Length));
                break;
            default:
                RowValues.Map(bytes, new Span<float>(target, bytes.Length), pattern);
                break;
        }
    }
}
