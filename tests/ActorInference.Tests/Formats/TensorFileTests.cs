namespace ActorInference.Tests.Formats;

public sealed class TensorFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Missing_file_is_not_found()
    {
        Assert.Equal(ErrorKind.NotFound, TensorFile.Read(_folder.File("none.npy")).Failure?.Kind);
        Assert.Equal(ErrorKind.NotFound, TensorFile.Read(_folder.File("none/none.npy")).Failure?.Kind);
    }

    [Fact]
    public void Folder_and_unknown_extension_are_refused()
    {
        Assert.Contains("is a folder", TensorFile.Read(_folder.Path).Failure?.Message);
        File.WriteAllText(_folder.File("x.txt"), "1");
        Assert.Contains("use one of .npy, .pb, .json", TensorFile.Read(_folder.File("x.txt")).Failure?.Message);
        using var tensor = Tensor.Scalar(1f);
        Assert.Contains("use one of .npy, .pb, .json", TensorFile.Write(_folder.File("y.txt"), tensor)?.Message);
        Assert.False(File.Exists(_folder.File("y.txt")));
    }

    [Fact]
    public void Extension_is_understood_in_capitals()
    {
        using var tensor = Tensor.Scalar(1f);
        Assert.Null(TensorFile.Write(_folder.File("X.NPY"), tensor));
        using var back = TensorFile.Read(_folder.File("X.NPY")).Value;
        Assert.Equal("float32 []", back.ToString());
    }

    [Fact]
    public void Write_replaces_a_file_and_leaves_nothing_beside_it()
    {
        File.WriteAllText(_folder.File("x.npy"), "old");
        using var tensor = Tensor.Scalar(1f);
        Assert.Null(TensorFile.Write(_folder.File("x.npy"), tensor));
        Assert.Equal([_folder.File("x.npy")], Directory.GetFileSystemEntries(_folder.Path));
        using var back = TensorFile.Read(_folder.File("x.npy")).Value;
    }

    [Fact]
    public void Write_that_fails_leaves_the_old_file_and_nothing_beside_it()
    {
        File.WriteAllText(_folder.File("x.npy"), "old");
        using var tensor = Tensor.Scalar((BFloat16)1f);
        Assert.NotNull(TensorFile.Write(_folder.File("x.npy"), tensor));
        Assert.Equal([_folder.File("x.npy")], Directory.GetFileSystemEntries(_folder.Path));
        Assert.Equal("old", File.ReadAllText(_folder.File("x.npy")));
    }

    [Fact]
    public void Write_that_throws_leaves_nothing()
    {
        Assert.Throws<InvalidTimeZoneException>(() => WholeFile.Write(_folder.File("x"), _ => throw new InvalidTimeZoneException()));
        Assert.Contains("disk full", WholeFile.Write(_folder.File("x"), _ => throw new IOException("disk full"))?.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void File_that_is_being_written_is_called_a_temporary_one_and_the_whole_one_is_not()
    {
        string[] meanwhile = [];
        Assert.Null(WholeFile.Write(_folder.File("x"), stream =>
        {
            meanwhile = Directory.GetFiles(_folder.Path);
            return null;
        }));
        Assert.True(WholeFile.IsTemporary(Assert.Single(meanwhile)));
        Assert.False(WholeFile.IsTemporary(_folder.File("x")));
        Assert.False(WholeFile.IsTemporary(_folder.File(".x")));
        Assert.False(WholeFile.IsTemporary(_folder.File("x.tmp")));
    }

    [Fact]
    public void Write_into_a_folder_that_is_not_there_says_so()
    {
        using var tensor = Tensor.Scalar(1f);
        var failure = TensorFile.Write(_folder.File("none/x.npy"), tensor);
        Assert.Equal(ErrorKind.NotFound, failure?.Kind);
        Assert.Contains("there is no folder", failure?.Message);
        Directory.CreateDirectory(_folder.File("folder.npy"));
        Assert.Contains("is a folder", TensorFile.Write(_folder.File("folder.npy"), tensor)?.Message);
    }
}
