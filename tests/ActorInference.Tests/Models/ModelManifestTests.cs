namespace ActorInference.Tests.Models;

public sealed class ModelManifestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Model_without_a_manifest_has_none() => Assert.Null(ModelManifest.Find(_folder.File("cartoon.onnx")).Value);

    [Fact]
    public void Manifest_is_found_beside_the_model()
    {
        File.WriteAllText(_folder.File("cartoon.conf"), """
            name = Cartoon
            description = "Photos to cartoons"
            licence = Apache-2.0
            task = picture-to-picture
            batching = off
            picture { layout = NCHW }
            """);
        var manifest = ModelManifest.Find(_folder.File("cartoon.onnx")).Value!;
        Assert.Equal(_folder.File("cartoon.conf"), manifest.Path);
        Assert.Equal(("Cartoon", "Photos to cartoons", "Apache-2.0", "picture-to-picture"), (manifest.Name, manifest.Description, manifest.Licence, manifest.Task));
        Assert.False(manifest.Batching);
        Assert.True(manifest.Picture!.TryGet("layout", out _));
    }

    [Fact]
    public void Empty_manifest_gives_the_defaults()
    {
        File.WriteAllText(_folder.File("cartoon.conf"), "");
        var manifest = ModelManifest.Find(_folder.File("cartoon.onnx")).Value!;
        Assert.Equal(("cartoon", "", "", "", true), (manifest.Name, manifest.Description, manifest.Licence, manifest.Task, manifest.Batching));
        Assert.Null(manifest.Picture);
    }

    [Theory]
    [InlineData("\nlicense = MIT", "2:1: license is no known key; did you mean licence?")]
    [InlineData("batching = perhaps", "1:12: batching is \"perhaps\"; write on or off")]
    [InlineData("picture = 5", "1:11: picture is \"5\"; write picture { ... }")]
    [InlineData("name", "1:1: name has no value")]
    public void Manifest_that_cannot_be_used_is_a_failure_with_its_place(string text, string reason)
    {
        File.WriteAllText(_folder.File("cartoon.conf"), text);
        var failure = ModelManifest.Find(_folder.File("cartoon.onnx")).Failure;
        Assert.Equal(ErrorKind.InvalidInput, failure?.Kind);
        Assert.StartsWith($"{_folder.File("cartoon.conf")}:{reason}", failure?.Message);
    }
}
