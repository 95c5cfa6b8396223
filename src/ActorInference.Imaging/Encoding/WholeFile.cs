namespace ActorInference.Imaging;

/// <summary>Writes files that are seen whole or not at all.</summary>
internal static class WholeFile
{
    public static Outcome<long> Write(string path, ReadOnlySpan<byte> bytes)
    {
        // The same folder, so that renaming stays within one file system; a leading dot hides it from globs meanwhile.
        var temporary = Path.Combine(Path.GetDirectoryName(path) ?? "", $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
            return bytes.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            RemoveQuietly(temporary);
            return new Failure(ErrorKind.InvalidInput, $"{path} cannot be written: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static void RemoveQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that brought us here is the one to report.
        }
    }
}
