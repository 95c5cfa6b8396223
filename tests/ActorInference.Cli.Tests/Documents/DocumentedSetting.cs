namespace ActorInference.Cli.Tests.Documents;

/// <summary>A setting as HOCON.conf documents it.</summary>
/// <param name="Section">The section's whole key; empty for the root.</param>
/// <param name="About">The comment above the section.</param>
/// <param name="Key">The key within it.</param>
/// <param name="Default">The default as it is written.</param>
/// <param name="Range">Unit and range, and what null means; empty where the comment has none.</param>
/// <param name="Meaning">The rest of the comment above the key.</param>
internal sealed record DocumentedSetting(string Section, string About, string Key, string Default, string Range, string Meaning)
{
    public string FullKey => Section.Length == 0 ? Key : $"{Section}.{Key}";

    /// <summary>All of HOCON.conf, whose lines are comments, <c>key {</c>, <c>}</c> and <c>key = default</c>, one each.</summary>
    public static IReadOnlyList<DocumentedSetting> ReadAll()
    {
        var settings = new List<DocumentedSetting>();
        var sections = new Stack<(string Key, string About)>([("", "")]);
        var comment = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(TestData.Repository, "HOCON.conf")).Select(line => line.Trim()))
        {
            if (line.StartsWith('#'))
            {
                comment.Add(line[1..].Trim());
                continue;
            }

            var (section, about) = sections.Peek();
            if (line == "}") sections.Pop();
            else if (line.EndsWith(" {", StringComparison.Ordinal)) sections.Push(($"{section}.{line[..^2]}".TrimStart('.'), string.Join(' ', comment)));
            else if (line.Length > 0) settings.Add(Leaf(section, about, line, comment));
            comment.Clear();
        }

        return settings;
    }

    private static DocumentedSetting Leaf(string section, string about, string line, List<string> comment)
    {
        const string Mark = "Range: ";
        var equals = line.IndexOf(" = ", StringComparison.Ordinal);
        var (key, value) = equals < 0 ? (line[..^3], "{}") : (line[..equals], line[(equals + 3)..]);
        var range = comment.Find(text => text.StartsWith(Mark, StringComparison.Ordinal));
        return new(section, about, key, value, range?[Mark.Length..] ?? "", string.Join(' ', comment.Where(text => text != range)));
    }
}
