namespace ActorInference.Video.Tests;

public sealed class WritingDocumentTests
{
    [Fact]
    public void Code_in_the_document_on_writing_is_code_that_the_build_builds()
    {
        var snippets = File.ReadAllText(Path.Combine(TestData.Repository, "docs", "video-writing.md")).Split("```csharp\n")[1..].Select(part => part.Split("```")[0]).ToArray();
        var built = Squeezed(File.ReadAllText(Path.Combine(TestData.Repository, "tests", "ActorInference.Video.Tests", "Documents", "WritingSnippets.cs")));

        Assert.Equal(2, snippets.Length);
        Assert.All(snippets, snippet => Assert.Contains(Squeezed(snippet), built, StringComparison.Ordinal));
    }

    private static string Squeezed(string code) => string.Join('\n', code.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
