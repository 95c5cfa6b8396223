namespace ActorInference.Video.Tests;

public sealed class DocumentTests
{
    [Fact]
    public void Code_in_the_document_on_reading_is_code_that_the_build_builds()
    {
        var document = File.ReadAllText(Path.Combine(TestData.Repository, "docs", "video.md"));
        var snippet = document.Split("```csharp\n")[1].Split("```")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var built = File.ReadAllLines(Path.Combine(TestData.Repository, "tests", "ActorInference.Video.Tests", "Documents", "ReadingSnippet.cs")).Where(line => line.Length > 0).Select(line => line.Length > 8 && line.StartsWith("        ", StringComparison.Ordinal) ? line[8..] : line);

        Assert.Contains(string.Join('\n', snippet), string.Join('\n', built), StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task The_snippet_says_what_is_wrong() =>
        Assert.Equal("clip.mp4: there is no such file.", await ReadingSnippet.RunAsync(CancellationToken.None));
}
