namespace ActorInference.Configuration.Syntax;

/// <summary>
/// Everything that was assigned to one key, in order. The later ones count, but an object merges with what is before it,
/// and <c>${itself}</c> means what is before it.
/// </summary>
internal sealed class FieldNode(string key)
{
    public string Key { get; } = key;

    /// <summary>Where the key was last written.</summary>
    public HoconPosition Position { get; set; }

    public List<Node> Entries { get; } = [];

    // The resolver's notes: how many entries are resolved, to what, and whether one is being resolved at present.
    public int ResolvedCount { get; set; }

    public Resolution.Resolved Resolved { get; set; }

    public bool IsBusy { get; set; }

    public void Add(Node value)
    {
        switch (value)
        {
            case ObjectNode later when Entries.Count > 0 && Entries[^1] is ObjectNode earlier:
                earlier.Merge(later);
                return;
            case ArrayNode { IsAppend: true } later when Entries.Count > 0 && Entries[^1] is ArrayNode earlier:
                earlier.Items.AddRange(later.Items);
                return;
            case TextNode or ArrayNode { IsAppend: false } or JoinNode when !value.HasSubstitution && !MayBeObject(value):
                Entries.Clear(); // it hides all that is before it, and cannot refer to it
                break;
        }

        Entries.Add(value);
    }

    private static bool MayBeObject(Node value) => value is JoinNode join && join.Parts.Exists(part => part is ObjectNode);
}
