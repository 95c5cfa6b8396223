namespace ActorInference.Cli.Running;

/// <summary>
/// Gives every input a name below the output folder: its own place and name, with an extension that can be written. Two inputs never get
/// one name (<c>a.gif</c> beside <c>a.png</c>, or equal names from two folders), and no input is ever overwritten.
/// </summary>
internal static class OutputNames
{
    /// <summary>What is written under its own extension; everything else becomes PNG.</summary>
    private static readonly HashSet<string> Writable = new(StringComparer.OrdinalIgnoreCase) { ".jpg", ".jpeg", ".png", ".webp" };

    /// <summary>Output paths in the order of <paramref name="inputs"/>; <paramref name="format"/> (jpg, png, webp) goes over the inputs' own.</summary>
    public static Outcome<List<string>> Assign(IReadOnlyList<InputFile> inputs, string folder, string? format)
    {
        // Names are told apart as a file system that ignores case would.
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var sources = inputs.Select(input => Path.GetFullPath(input.Path)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var names = new string?[inputs.Count];

        // Those that keep their names come first, so that a.gif gives way to a.png whatever their order.
        foreach (var keeps in new[] { true, false })
        {
            for (var i = 0; i < inputs.Count; i++)
            {
                var extension = Path.GetExtension(inputs[i].Relative);
                var wanted = format is not null ? "." + format : Writable.Contains(extension) ? extension : ".png";
                if (string.Equals(wanted, extension, StringComparison.OrdinalIgnoreCase) != keeps) continue;
                names[i] = FirstFree(inputs[i].Relative, wanted, folder, taken);
                if (sources.Contains(Path.GetFullPath(names[i]!))) return new Failure(ErrorKind.InvalidInput, $"{names[i]} would be overwritten by its own result; name another output folder.");
            }
        }

        return names.ToList()!;
    }

    // a.png, then a.gif.png, then a.gif-2.png, a.gif-3.png, ...
    private static string FirstFree(string relative, string extension, string folder, HashSet<string> taken)
    {
        var safe = relative.Replace("..", "_", StringComparison.Ordinal);
        var candidate = Path.Combine(folder, Path.ChangeExtension(safe, extension));
        if (taken.Add(candidate)) return candidate;
        candidate = Path.Combine(folder, safe + extension);
        for (var number = 2; !taken.Add(candidate); number++) candidate = Path.Combine(folder, $"{safe}-{number}{extension}");
        return candidate;
    }
}
