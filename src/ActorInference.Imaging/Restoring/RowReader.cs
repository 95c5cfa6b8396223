using System.Numerics.Tensors;

namespace ActorInference.Imaging;

/// <summary>Reads rows of one slot of a tensor as 8-bit RGB: the inverse of <see cref="RowWriter"/>, with rounding and clamping. For one thread.</summary>
internal sealed unsafe class RowReader : IDisposable
{
    private readonly PicturePreparation _encoding;
    private readonly ValuePattern[] _patterns;
    private readonly byte* _source;
    private readonly PictureSize _size;
    private readonly int _elementSize;
    private readonly ScratchRow<byte> _bytes;
    private readonly ScratchRow<float> _floats;

    /// <summary>A reader of <c>Channels * size.Pixels</c> elements at <paramref name="source"/>.</summary>
    public RowReader(PicturePreparation encoding, ValuePattern[] patterns, byte* source, PictureSize size)
    {
        _encoding = encoding;
        _patterns = patterns;
        _source = source;
        _size = size;
        _elementSize = encoding.ElementType.ByteSize();
        _bytes = new(3 * size.Width);
        _floats = new(3 * size.Width);
    }

    /// <summary>Reads columns <paramref name="left"/> on of row <paramref name="y"/> into as many pixels as <paramref name="pixels"/> has.</summary>
    public void Read(int y, int left, Span<byte> pixels)
    {
        var count = pixels.Length / 3;
        var at = ((long)y * _size.Width) + left;
        if (_encoding.Channels == 1)
        {
            var luma = _bytes.Span[..count];
            Load(_source + (at * _elementSize), luma, _patterns[0]);
            RowColors.Join(luma, luma, luma, pixels);
        }
        else if (_encoding.Layout == TensorLayout.Nhwc)
        {
            var isRgb = _encoding.Colors == ColorOrder.Rgb;
            var row = isRgb ? pixels : _bytes.Span[..pixels.Length];
            Load(_source + (3 * at * _elementSize), row, _patterns[0]);
            if (!isRgb) RowColors.SwapRedBlue(row, pixels);
        }
        else
        {
            ReadPlanes(at, count, pixels);
        }
    }

    public void Dispose()
    {
        _bytes.Dispose();
        _floats.Dispose();
    }

    private void ReadPlanes(long at, int count, Span<byte> pixels)
    {
        var first = _bytes.Span[..count];
        var second = _bytes.Span.Slice(count, count);
        var third = _bytes.Span.Slice(2 * count, count);
        Load(_source + (at * _elementSize), first, _patterns[0]);
        Load(_source + ((_size.Pixels + at) * _elementSize), second, _patterns[1]);
        Load(_source + (((2 * _size.Pixels) + at) * _elementSize), third, _patterns[2]);
        if (_encoding.Colors == ColorOrder.Rgb) RowColors.Join(first, second, third, pixels);
        else RowColors.Join(third, second, first, pixels);
    }

    private void Load(byte* source, Span<byte> bytes, ValuePattern pattern)
    {
        var floats = _floats.Span[..bytes.Length];
        switch (_encoding.ElementType)
        {
            case ElementType.UInt8:
                new ReadOnlySpan<byte>(source, bytes.Length).CopyTo(bytes);
                return;
            case ElementType.Float16:
                TensorPrimitives.ConvertToSingle(new ReadOnlySpan<Half>(source, bytes.Length), floats);
                break;
            default:
                new ReadOnlySpan<float>(source, bytes.Length).CopyTo(floats);
                break;
        }

        RowValues.Unmap(floats, bytes, pattern);
    }
}
