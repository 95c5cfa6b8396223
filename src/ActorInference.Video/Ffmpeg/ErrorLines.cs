using System.Text;

namespace ActorInference.Video;

/// <summary>The last lines that a child wrote to standard error, in fixed memory. One thread reads, any may ask.</summary>
internal sealed class ErrorLines
{
    // Of a broken stream FFmpeg says the same thing many times; its reason to give up comes last.
    private const int Kept = 32;
    private const int LongestLine = 1024;

    private readonly Lock _lock = new();
    private readonly Queue<string> _lines = new(Kept);

    /// <summary>The last line that says something, without the address of the part of FFmpeg that said it; null when there is none.</summary>
    public string? LastWords
    {
        get
        {
            lock (_lock)
            {
                var said = _lines.Reverse().Select(FfmpegLine.Meaning).OfType<string>().ToArray();
                return Array.Find(said, line => !FfmpegLine.IsVague(line)) ?? said.FirstOrDefault();
            }
        }
    }

    /// <summary>Returns when the stream ends.</summary>
    public void ReadToEnd(Stream stream)
    {
        var buffer = new byte[4096];
        var line = new byte[LongestLine];
        var length = 0;
        for (int count; (count = Read(stream, buffer)) > 0;)
        {
            foreach (var character in buffer.AsSpan(0, count))
            {
                if (character is (byte)'\n' or (byte)'\r') Add(line.AsSpan(0, length), ref length);
                else if (length < LongestLine) line[length++] = character;
            }
        }

        Add(line.AsSpan(0, length), ref length);
    }

    private static int Read(Stream stream, byte[] buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }

    private void Add(ReadOnlySpan<byte> line, ref int length)
    {
        length = 0;
        if (line.IsEmpty) return;
        var text = string.Create(Encoding.UTF8.GetCharCount(line), line, static (target, source) =>
        {
            Encoding.UTF8.GetChars(source, target);
            for (var i = 0; i < target.Length; i++) target[i] = char.IsControl(target[i]) ? ' ' : target[i];
        });
        lock (_lock)
        {
            if (_lines.Count == Kept) _lines.Dequeue();
            _lines.Enqueue(text);
        }
    }
}
