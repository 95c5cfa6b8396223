namespace ActorInference.Tests.Documents;

/// <summary>Code in documents is code that the build builds.</summary>
public sealed class ReadmeTests
{
    [Theory]
    [InlineData("README.md", "OnePicture")]
    [InlineData("docs/streams.md", "PictureStream")]
    public void Code_in_a_document_is_the_sample_word_for_word(string document, string sample)
    {
        var text = File.ReadAllText(Path.Combine(TestData.Repository, document));
        var code = File.ReadAllText(Path.Combine(TestData.Repository, "samples", sample, "Program.cs"));
        Assert.Contains($"```csharp\n{code}```", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Projects_that_the_readme_refers_to_are_those_of_the_sample()
    {
        var readme = File.ReadAllText(Path.Combine(TestData.Repository, "README.md"));
        var sample = File.ReadAllLines(Path.Combine(TestData.Repository, "samples", "OnePicture", "OnePicture.csproj")).Where(line => line.Contains("<ProjectReference", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(sample);
        Assert.All(sample, line => Assert.Contains(line.Trim().Replace("../../", "../ActorInference/", StringComparison.Ordinal), readme, StringComparison.Ordinal));
    }
}
