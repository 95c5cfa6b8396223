namespace ActorInference.Cli.Predicting;

/// <summary>Takes <c>name=rest</c> apart where names and files may themselves contain an equals sign: the names that exist decide.</summary>
internal static class NamedText
{
    /// <summary>The name among <paramref name="specs"/> before an equals sign, and what follows it; null when no such name is there.</summary>
    public static (ValueSpec Spec, string Text)? Split(string text, IEnumerable<ValueSpec> specs)
    {
        // The longest name wins: of inputs 'a' and 'a=b', 'a=b=file' means the second.
        ValueSpec? found = null;
        foreach (var spec in specs)
        {
            var fits = text.Length > spec.Name.Length && text[spec.Name.Length] == '=' && text.StartsWith(spec.Name, StringComparison.Ordinal);
            if (fits && spec.Name.Length >= (found?.Name.Length ?? 0)) found = spec;
        }

        return found is null ? null : (found, text[(found.Name.Length + 1)..]);
    }
}
