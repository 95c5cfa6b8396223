namespace ActorInference.Configuration.Syntax;

/// <summary>
/// Everything that was assigned to one key, in order. The later ones count, but an object merges with what is before it,
/// and <c>${itself}</c> means what is before it.
/// </summary>
internal sealed class FieldNode(string key)
{
    public string Key { get; } = key;

    public List<Node> Entries { get; } = [];

    /// <summary>Where the key is written, for each entry; where several were put together, for the last of them.</summary>
    public List<HoconPosition> Positions { get; } = [];

    // The resolver's notes: how many entries are resolved, to what, and whether one is being resolved at present.
    public int ResolvedCount { get; set; }

    public Resolution.Resolved Resolved { get; set; }

    /// <summary>Where the key is written that gave the value; one whose entry gave nothing, as <c>${?none}</c> does, is passed over.</summary>
    public HoconPosition ResolvedPosition { get; set; }

    public bool IsBusy { get; set; }

    public void Add(Node value, HoconPosition position)
    {
        switch (value)
        {
            case ObjectNode later when Entries.Count > 0 && Entries[^1] is ObjectNode earlier:
                earlier.Merge(later);
                Positions[^1] = position;
                return;
            case ArrayNode { IsAppend: true } later when Entries.Count > 0 && Entries[^1] is ArrayNode earlier:
                earlier.Items.AddRange(later.Items);
                Positions[^1] = position;
                return;
            case TextNode or ArrayNode { IsAppend: false } or JoinNode when !value.HasSubstitution && !MayBeObject(value):
                Entries.Clear(); // it hides all that is before it, and cannot refer to it
                Positions.Clear();
                break;
        }

        Entries.Add(value);
        Positions.Add(position);
    }

    private static bool MayBeObject(Node value) => value is JoinNode join && join.Parts.Exists(part => part is ObjectNode);
}
