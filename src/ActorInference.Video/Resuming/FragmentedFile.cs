namespace ActorInference.Video;

/// <summary>What of a fragmented MP4 file is whole; the file may have been cut off anywhere.</summary>
/// <param name="HeaderLength">Bytes before the first fragment; 0 when not even those are there.</param>
/// <param name="Frames">Frames in whole fragments.</param>
/// <param name="Length">Where the last whole fragment ends.</param>
internal sealed record FragmentedFile(long HeaderLength, long Frames, long Length)
{
    /// <summary>Looks through the file.</summary>
    public static FragmentedFile Scan(FileStream file)
    {
        long header = 0, frames = 0, end = 0;
        foreach (var fragment in Fragments(file))
        {
            if (frames == 0) header = fragment.Start;
            frames += fragment.Frames;
            end = fragment.Start + fragment.Length;
        }

        return new(header, frames, end);
    }

    /// <summary>The whole fragments, in order.</summary>
    public static IEnumerable<Mp4Fragment> Fragments(FileStream file)
    {
        var length = file.Length;
        for (long at = 0; Mp4Box.TryRead(Read(file, at, Mp4Box.LongestHeader), at, out var box) && box.End <= length;)
        {
            at = box.End;
            if (box.Type != Mp4Box.TypeOf("moof"u8)) continue;
            if (Mp4Fragment.Read((from, count) => Read(file, from, count), box, length) is not { } fragment) yield break;
            yield return fragment;
            at = fragment.Start + fragment.Length;
        }
    }

    private static byte[] Read(FileStream file, long from, int count)
    {
        var bytes = new byte[(int)Math.Clamp(file.Length - from, 0, count)];
        var read = RandomAccess.Read(file.SafeFileHandle, bytes, from);
        return read == bytes.Length ? bytes : bytes[..read];
    }
}
