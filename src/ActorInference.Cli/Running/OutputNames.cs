using ActorInference.Cli.Terminal;

namespace ActorInference.Cli.Running;

/// <summary>
/// Gives every input a name below the output folder: its own place and name, with an extension that can be written. Two inputs never get
/// one name (<c>a.gif</c> beside <c>a.png</c>, or equal names from two folders), and no input is ever overwritten.
/// </summary>
internal static class OutputNames
{
    /// <summary>What is written under its own extension; everything else becomes PNG.</summary>
    private static readonly HashSet<string> Writable = new(StringComparer.OrdinalIgnoreCase) { ".jpg", ".jpeg", ".png", ".webp" };

    /// <summary>The inputs with where their results go; <paramref name="format"/> (jpg, png, webp) goes over the inputs' own.</summary>
    public static Outcome<PictureFiles> Assign(InputFile[] inputs, string folder, string? format)
    {
        // Names are told apart as a file system that ignores case would.
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var endangered = Endangered(inputs, folder);
        var names = new string[inputs.Length];

        // Those that keep their names come first, so that a.gif gives way to a.png whatever their order.
        foreach (var keeps in new[] { true, false })
        {
            for (var i = 0; i < inputs.Length; i++)
            {
                var extension = Path.GetExtension(inputs[i].Relative);
                var wanted = format is not null ? "." + format : Writable.Contains(extension) ? extension : ".png";
                if (string.Equals(wanted, extension, StringComparison.OrdinalIgnoreCase) != keeps) continue;
                names[i] = FirstFree(inputs[i].Relative, wanted, taken);
                var path = Path.Combine(folder, names[i]);
                if (endangered.Contains(Path.GetFullPath(path))) return new Failure(ErrorKind.InvalidInput, $"{path} would be overwritten by its own result; name another output folder.");
            }
        }

        return new PictureFiles(inputs, names, folder);
    }

    // Only inputs below the output folder can be overwritten.
    private static HashSet<string> Endangered(InputFile[] inputs, string folder)
    {
        var results = OutputFolder.Below(folder);
        return inputs.Select(input => Path.GetFullPath(input.Path)).Where(path => path.StartsWith(results, StringComparison.OrdinalIgnoreCase)).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    // a.png, then a.gif.png, then a.gif-2.png, a.gif-3.png, ... A name that is kept is the same string.
    private static string FirstFree(string relative, string extension, HashSet<string> taken)
    {
        var safe = relative.Replace("..", "_", StringComparison.Ordinal);
        var candidate = safe.EndsWith(extension, StringComparison.Ordinal) ? safe : Path.ChangeExtension(safe, extension);
        if (taken.Add(candidate)) return candidate;
        candidate = safe + extension;
        for (var number = 2; !taken.Add(candidate); number++) candidate = $"{safe}-{number}{extension}";
        return candidate;
    }
}
