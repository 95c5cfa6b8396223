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

    [Fact]
    public void Every_link_in_a_document_leads_somewhere()
    {
        var documents = Directory.GetFiles(TestData.Repository, "*.md").Concat(Directory.GetFiles(Path.Combine(TestData.Repository, "docs"), "*.md", SearchOption.AllDirectories));
        foreach (var document in documents)
        {
            foreach (var target in Links(File.ReadAllText(document)))
            {
                var path = Path.Combine(Path.GetDirectoryName(document)!, target);
                Assert.True(File.Exists(path) || Directory.Exists(path), $"{document} links to {target}, which is not there");
            }
        }
    }

    // [text](target), without anchors and addresses.
    private static IEnumerable<string> Links(string text)
    {
        for (var at = text.IndexOf("](", StringComparison.Ordinal); at >= 0; at = text.IndexOf("](", at + 2, StringComparison.Ordinal))
        {
            var target = text[(at + 2)..text.IndexOf(')', at)].Split('#')[0];
            if (target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)) yield return target;
        }
    }
}
