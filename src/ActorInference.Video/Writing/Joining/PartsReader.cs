namespace ActorInference.Video;

/// <summary>
/// Parts of a run as one fragmented MP4 stream: the header of the first, then the fragments of all, moved in time so that every part begins where its first frame belongs. All times are
/// late by <see cref="Lead"/> seconds, because frames may have to be decoded before they are shown and MP4 knows no times below zero.
/// </summary>
internal sealed class PartsReader
{
    private readonly IReadOnlyList<RunPart> _parts;
    private readonly int _scale;

    /// <param name="parts">At least one, in order.</param>
    /// <param name="scale">Ticks a second.</param>
    public PartsReader(IReadOnlyList<RunPart> parts, int scale)
    {
        _parts = parts;
        _scale = scale;
        Lead = parts.Max(part => Late(part, scale));
    }

    /// <summary>By how many seconds times are late.</summary>
    public long Lead { get; }

    /// <summary>
    /// Writes everything to <paramref name="target"/>. Blocks. A failure when the parts do not fit together, which happens when FFmpeg itself was replaced between them; what reading and
    /// writing throw comes through.
    /// </summary>
    public Failure? CopyTo(Stream target)
    {
        var buffer = new byte[1 << 20];
        byte[]? header = null;
        foreach (var part in _parts)
        {
            using var file = new FileStream(part.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            long? shift = null;
            foreach (var fragment in FragmentedFile.Fragments(file))
            {
                if (shift is null)
                {
                    var own = new byte[fragment.Start];
                    file.Position = 0;
                    file.ReadExactly(own);
                    if (header is null) target.Write(own);
                    else if (!own.AsSpan().SequenceEqual(header)) return new(ErrorKind.InvalidInput, $"{part.Path} was encoded otherwise than the part before it, as by another FFmpeg; write anew without resuming.");
                    header ??= own;
                }

                shift ??= part.First.Begin + (Lead * _scale) - (fragment.DecodeTime + fragment.FirstOffset);
                fragment.DecodeTime += shift.Value;
                target.Write(fragment.Description);
                file.Position = fragment.Start + fragment.Description.Length;
                Copy(file, target, fragment.Length - fragment.Description.Length, buffer);
            }
        }

        return null;
    }

    private static void Copy(FileStream file, Stream target, long length, byte[] buffer)
    {
        for (int count; length > 0; length -= count)
        {
            count = file.Read(buffer, 0, (int)Math.Min(buffer.Length, length));
            if (count == 0) throw new EndOfStreamException($"{file.Name} became shorter while it was read.");
            target.Write(buffer, 0, count);
        }
    }

    private static long Late(RunPart part, int scale)
    {
        using var file = new FileStream(part.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var below = FragmentedFile.Fragments(file).First().FirstOffset - part.First.Begin;
        return below <= 0 ? 0 : ((below - 1) / scale) + 1;
    }
}
