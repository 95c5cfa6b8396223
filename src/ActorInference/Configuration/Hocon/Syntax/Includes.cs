namespace ActorInference.Configuration.Syntax;

/// <summary>Finds included files, and bounds how many there can be.</summary>
internal sealed class Includes(Func<string, Outcome<string?>> read)
{
    // A file that includes itself would nest for ever, two that include each other twice would double for ever.
    private const int MaxDepth = 20;
    private const int MaxCount = 1000;

    private int _count;
    private int _depth;

    /// <summary>The text, null when there is no such file, or what is wrong. Nested calls must be balanced by <see cref="Leave"/>.</summary>
    public Outcome<SourceText?> Enter(string from, string name)
    {
        if (++_count > MaxCount) return new Failure(ErrorKind.InvalidInput, $"more than {MaxCount} files are included; remove includes that repeat each other.");
        if (++_depth > MaxDepth) return new Failure(ErrorKind.InvalidInput, $"includes nest more than {MaxDepth} deep; does a file include itself?");
        var path = Path.Combine(Path.GetDirectoryName(from) ?? "", name);
        string[] candidates = Path.HasExtension(name) ? [path] : [path + ".conf", path + ".json"];
        foreach (var candidate in candidates)
        {
            if (!read(candidate).TryGet(out var text, out var failure)) return failure;
            if (text is not null) return new SourceText(candidate, text);
        }

        return (SourceText?)null;
    }

    public void Leave() => _depth--;
}
