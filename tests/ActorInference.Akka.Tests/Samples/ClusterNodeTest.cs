using ActorInference.Imaging;
using ActorInference.Samples.Tests;

namespace ActorInference.Akka.Tests.Samples;

/// <summary>Tests of the sample ClusterNode: a folder of pictures, and one for the results.</summary>
public abstract class ClusterNodeTest : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected ClusterNodeTest()
    {
        Pictures = Directory.CreateDirectory(_folder.File("pictures")).FullName;
        ResultFolder = _folder.File("results");
    }

    protected string Pictures { get; }

    protected string ResultFolder { get; }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Puts so many pictures into the folder: their names.</summary>
    protected string[] Put(int count)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(i => $"{i}.jpg").Order(StringComparer.Ordinal)];
        foreach (var name in names) File.Copy(SamplePictures.Owl, Path.Combine(Pictures, name));
        return names;
    }

    /// <summary>The names of the results, whole ones: what is being written has a hidden name.</summary>
    protected string[] Results() =>
        Directory.Exists(ResultFolder) ? [.. Directory.EnumerateFiles(ResultFolder).Select(file => Path.GetFileName(file)).Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal)] : [];

    private protected PictureSize SizeOfResult(string name) => SamplePictures.SizeOf(File.ReadAllBytes(Path.Combine(ResultFolder, name)));
}
