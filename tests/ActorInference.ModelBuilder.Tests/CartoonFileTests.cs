using ActorInference.ModelBuilder.Cartoon;

namespace ActorInference.ModelBuilder.Tests;

public sealed class CartoonFileTests
{
    private static readonly string File = Path.Combine(TestData.Repository, "models", "cartoon", "cartoon.onnx");

    [Fact]
    public void Checked_in_model_is_what_the_code_builds()
    {
        var built = CartoonModel.Build();

        Assert.True(
            built.AsSpan().SequenceEqual(System.IO.File.ReadAllBytes(File)),
            "models/cartoon/cartoon.onnx is not what eng/ModelBuilder builds: run 'dotnet run --project eng/ModelBuilder' and commit the file.");
    }

    [Fact]
    public void Building_twice_gives_the_same_bytes() => Assert.Equal(CartoonModel.Build(), CartoonModel.Build());
}
