namespace ActorInference.Imaging;

/// <summary>A file's bytes in pooled memory. Read rather than mapped: a mapped file that shrinks meanwhile would end the process.</summary>
internal sealed unsafe class PictureFile : IDisposable
{
    private readonly TensorMemory _memory;
    private readonly int _length;

    private PictureFile(TensorMemory memory, int length)
    {
        _memory = memory;
        _length = length;
    }

    /// <summary>The bytes; valid until disposed.</summary>
    public ReadOnlySpan<byte> Bytes => new((void*)_memory.Address, _length);

    public static Outcome<PictureFile> Read(string path, long sizeLimit)
    {
        TensorMemory? memory = null;
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
            var size = RandomAccess.GetLength(file);
            if (size > Math.Min(sizeLimit, int.MaxValue)) return new Failure(ErrorKind.InvalidInput, $"{path}: the file has {size:N0} bytes, more than the limit of {sizeLimit:N0}.");
            memory = TensorPool.Shared.Rent(size);
            var length = 0;
            while (length < size && RandomAccess.Read(file, new Span<byte>((byte*)memory.Address + length, (int)size - length), length) is var read and > 0) length += read;
            var result = new PictureFile(memory, length);
            memory = null;
            return result;
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return new Failure(ErrorKind.NotFound, $"{path}: there is no such file.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            var reason = Directory.Exists(path) ? "it is a folder, not a picture." : $"the file cannot be read: {problem.Message.ReplaceLineEndings(" ")}";
            return new Failure(ErrorKind.InvalidInput, $"{path}: {reason}");
        }
        finally
        {
            memory?.Dispose();
        }
    }

    public void Dispose() => _memory.Dispose();
}
