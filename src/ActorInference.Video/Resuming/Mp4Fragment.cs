using System.Buffers.Binary;

namespace ActorInference.Video;

/// <summary>One fragment of a fragmented MP4 file as FFmpeg writes it: a <c>moof</c> box that describes frames and the <c>mdat</c> box that holds them.</summary>
/// <param name="Start">Where it begins in the file.</param>
/// <param name="Description">The whole <c>moof</c> box.</param>
/// <param name="Length">Both boxes together.</param>
/// <param name="Frames">How many frames it holds.</param>
/// <param name="FirstOffset">By how much the first frame is shown after it is decoded, in ticks of the file.</param>
internal sealed record Mp4Fragment(long Start, byte[] Description, long Length, int Frames, long FirstOffset)
{
    // A moof takes some 16 bytes a frame and our groups have 250 frames at most: more than this is no file of ours.
    private const long LongestDescription = 16 << 20;

    private const uint HasDataOffset = 0x1;
    private const uint HasFirstFlags = 0x4;
    private const uint HasDuration = 0x100;
    private const uint HasSize = 0x200;
    private const uint HasFlags = 0x400;
    private const uint HasOffset = 0x800;

    private int _timeAt;

    /// <summary>When the first frame is decoded, in ticks of the file; what is set is written into <see cref="Description"/>.</summary>
    public long DecodeTime
    {
        get => BinaryPrimitives.ReadInt64BigEndian(Description.AsSpan(_timeAt));
        set => BinaryPrimitives.WriteInt64BigEndian(Description.AsSpan(_timeAt), value);
    }

    /// <summary>Reads the fragment whose <c>moof</c> is <paramref name="box"/>; null when it, or the <c>mdat</c> behind it, is cut off or not as FFmpeg writes it.</summary>
    public static Mp4Fragment? Read(Func<long, int, byte[]> read, Mp4Box box, long fileLength)
    {
        if (box.Length > LongestDescription || box.End > fileLength) return null;
        if (!Mp4Box.TryRead(read(box.End, Mp4Box.LongestHeader), box.End, out var data) || data.Type != Mp4Box.TypeOf("mdat"u8) || data.End > fileLength) return null;
        var moof = read(box.Start, (int)box.Length);
        if (moof.Length < box.Length || !Mp4Box.TryFind(moof.AsSpan(box.HeaderLength), "traf"u8, out var track)) return null;
        var trackAt = box.HeaderLength + (int)track.Content;
        var content = moof.AsSpan(trackAt, (int)(track.Length - track.HeaderLength));
        if (!Mp4Box.TryFind(content, "tfdt"u8, out var time) || !Mp4Box.TryFind(content, "trun"u8, out var run)) return null;

        // The time is that of version 1, 8 bytes long, which FFmpeg always writes.
        if (time.Length < time.HeaderLength + 12 || content[(int)time.Content] != 1) return null;
        if (!TryReadRun(content.Slice((int)run.Content, (int)(run.Length - run.HeaderLength)), out var frames, out var offset)) return null;
        return new(box.Start, moof, data.End - box.Start, frames, offset) { _timeAt = trackAt + (int)time.Content + 4 };
    }

    private static bool TryReadRun(ReadOnlySpan<byte> run, out int frames, out long firstOffset)
    {
        (frames, firstOffset) = (0, 0);
        if (run.Length < 8) return false;
        var flags = BinaryPrimitives.ReadUInt32BigEndian(run) & 0xFFFFFF;
        frames = BinaryPrimitives.ReadInt32BigEndian(run[4..]);
        if (frames < 1) return false;
        if ((flags & HasOffset) == 0) return true;
        var at = 8 + Bytes(flags, HasDataOffset) + Bytes(flags, HasFirstFlags) + Bytes(flags, HasDuration) + Bytes(flags, HasSize) + Bytes(flags, HasFlags);
        if (run.Length < at + 4) return false;

        // Version 0 has no sign bit, and no offsets that would need it.
        firstOffset = BinaryPrimitives.ReadInt32BigEndian(run[at..]);
        return true;
    }

    private static int Bytes(uint flags, uint flag) => (flags & flag) != 0 ? 4 : 0;
}
