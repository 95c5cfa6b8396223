namespace ActorInference.Video;

/// <summary>Sees whether a file was cut short where FFmpeg does not: it reads containers that do not say how long they are as merely shorter.</summary>
internal static class CutShort
{
    // Packets of MPEG-TS and where they begin, alone and with what is put around them: 4 bytes of time before, or 16 of error correction behind.
    private static readonly (int Size, int Sync)[] TransportPackets = [(188, 0), (192, 4), (204, 0)];

    /// <summary>Whether the file is a GIF that ends before its end mark.</summary>
    public static bool IsGif(VideoSource source, Probed probed) => probed.Format == "gif" && Look(source, IsGif);

    /// <summary>Whether the file is an MPEG-TS that ends within a packet; where it ends between two there is nothing to see.</summary>
    public static bool IsTransportStream(VideoSource source, Probed probed) => probed.Format == "mpegts" && Look(source, IsTransportStream);

    // GIF89a, 27: block by block, without what is in them.
    private static bool IsGif(Stream file)
    {
        Span<byte> header = stackalloc byte[13];
        if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !Skip(file, Colors(header[10]))) return true;
        while (true)
        {
            switch (file.ReadByte())
            {
                case 0x3B:
                    return false;
                case 0x21 when file.ReadByte() >= 0 && SkipBlocks(file):
                    break;
                case 0x2C when SkipPicture(file):
                    break;
                case var other:
                    // Anything else between blocks is damage, of which FFmpeg speaks.
                    return other is < 0 or 0x21 or 0x2C;
            }
        }
    }

    private static bool IsTransportStream(Stream file)
    {
        Span<byte> beginning = stackalloc byte[204 + 188];
        if (file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false) < beginning.Length) return false;
        foreach (var (size, sync) in TransportPackets)
        {
            if (beginning[sync] == 0x47 && beginning[sync + size] == 0x47) return file.Length % size != 0;
        }

        return false;
    }

    private static bool Look(VideoSource source, Predicate<Stream> isCut)
    {
        if (source.Kind != VideoSourceKind.File) return false;
        try
        {
            using var file = File.OpenRead(source.Location["file:".Length..]);
            return file.CanSeek && isCut(file);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool SkipPicture(Stream file)
    {
        Span<byte> descriptor = stackalloc byte[9];
        return file.ReadAtLeast(descriptor, descriptor.Length, throwOnEndOfStream: false) == descriptor.Length && Skip(file, Colors(descriptor[8]) + 1) && SkipBlocks(file);
    }

    private static bool SkipBlocks(Stream file)
    {
        for (int length; (length = file.ReadByte()) != 0;)
        {
            if (length < 0 || !Skip(file, length)) return false;
        }

        return true;
    }

    // A table of colours, if there is one, has 2 to 256 of three bytes.
    private static int Colors(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static bool Skip(Stream file, int count)
    {
        if (file.Length - file.Position < count) return false;
        file.Position += count;
        return true;
    }
}
