using ActorInference.Formats.Onnx;

namespace ActorInference;

/// <summary>Says what a file is before a runtime tries to load it.</summary>
public static class ModelFile
{
    /// <summary>
    /// Describes an ONNX model, or says in one line what the file is instead: missing, a folder, empty, a Git LFS pointer, a web page,
    /// other text, another format, cut short, without a graph, without the files that hold its weights.
    /// Weights are skipped, not read: the time does not grow with their size. Whether a runtime knows all operators is not looked at.
    /// </summary>
    public static Outcome<ModelFileReport> Examine(string path)
    {
        if (string.IsNullOrWhiteSpace(path)) return new Failure(ErrorKind.InvalidInput, "the name of the model file is empty.");
        if (Directory.Exists(path)) return new Failure(ErrorKind.InvalidInput, $"{path}: is a folder; name the model file in it.");
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 12);
            if (ForeignFile.Describe(stream) is { } foreign) return new Failure(ErrorKind.InvalidInput, $"{path}: {foreign}.");
            stream.Position = 0;
            if (!ModelWalk.Read(stream).TryGet(out var walk, out var failure)) return failure with { Message = $"{path}: {failure.Message}" };
            var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "";
            var missing = walk.ExternalFiles.FirstOrDefault(name => !File.Exists(Path.Combine(folder, name)));
            return missing is null ? Report(path, stream.Length, walk) : new Failure(ErrorKind.NotFound, $"{path}: its weights lie in {missing}, which is not beside it; copy that file too.");
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return new Failure(ErrorKind.NotFound, $"{path}: there is no such file.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return new Failure(ErrorKind.InvalidInput, $"{path}: cannot be read: {problem.Message}");
        }
    }

    private static ModelFileReport Report(string path, long length, ModelWalk walk)
    {
        var opsets = new Dictionary<string, long>();
        foreach (var opset in walk.Header.OpsetImport) opsets[opset.Domain] = opset.Version;
        return new()
        {
            Path = path,
            ByteLength = length,
            IrVersion = walk.Header.IrVersion,
            Opsets = opsets,
            Producer = $"{walk.Header.ProducerName} {walk.Header.ProducerVersion}".Trim(),
            InitializerCount = walk.InitializerCount,
            NodeCount = walk.NodeCount,
            ExternalFiles = walk.ExternalFiles,
        };
    }
}
