using System.Text.RegularExpressions;

namespace ActorInference.Tests.Documents;

/// <summary>Links in documents lead somewhere: to a file or folder that is there, and to a heading that it has.</summary>
public sealed partial class LinkTests
{
    private static readonly string[] Documents =
    [
        .. Directory.GetFiles(TestData.Repository, "*.md", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(TestData.Repository, file).Split(Path.DirectorySeparatorChar).Any(IsMade)),
    ];

    [Fact]
    public void Every_link_in_a_document_leads_somewhere()
    {
        Assert.True(Documents.Length > 20);
        var dead = from document in Documents
                   from Match link in Link().Matches(WithoutCode(File.ReadAllText(document)))
                   let target = link.Groups["target"].Value
                   where !target.Contains("://", StringComparison.Ordinal) && !LeadsSomewhere(document, target)
                   select $"{Path.GetRelativePath(TestData.Repository, document)} links to {target}";
        Assert.Empty(dead);
    }

    [Fact]
    public void A_link_to_nothing_is_found()
    {
        var document = Path.Combine(TestData.Repository, "README.md");
        Assert.False(LeadsSomewhere(document, "docs/nothing.md"));
        Assert.False(LeadsSomewhere(document, "docs/README.md#nothing"));
        Assert.False(LeadsSomewhere(document, "#nothing"));
        Assert.True(LeadsSomewhere(document, "docs/README.md#documents"));
    }

    [Fact]
    public void Every_page_is_in_the_index()
    {
        var docs = Path.Combine(TestData.Repository, "docs");
        var index = File.ReadAllText(Path.Combine(docs, "README.md"));
        foreach (var page in Directory.GetFiles(docs, "*.md").Select(Path.GetFileName).Where(page => page != "README.md"))
        {
            Assert.Contains($"({page})", index, StringComparison.Ordinal);
        }
    }

    // What the build and its tools leave behind, and what others wrote.
    private static bool IsMade(string folder) => folder is "bin" or "obj" or "node_modules" or "artifacts" or "out" || (folder.StartsWith('.') && folder.Length > 1);

    private static bool LeadsSomewhere(string document, string target)
    {
        var parts = target.Split('#');
        var path = parts[0].Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, parts[0]);
        if (parts.Length == 1) return File.Exists(path) || Directory.Exists(path);
        return File.Exists(path) && Heading().Matches(WithoutCode(File.ReadAllText(path))).Any(heading => Anchor(heading.Groups["text"].Value) == parts[1]);
    }

    // As GitHub makes them: small letters, spaces as hyphens, all else but letters, digits and hyphens left out.
    private static string Anchor(string heading) =>
        string.Concat(heading.ToLowerInvariant().Select(letter => letter == ' ' ? '-' : letter).Where(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_'));

    // In blocks of code, # begins comments and ](...) is code.
    private static string WithoutCode(string text) => Fenced().Replace(text, "");

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>[^\r\n]+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 10_000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline, 10_000)]
    private static partial Regex Fenced();
}
