namespace ActorInference.Configuration.Syntax;

/// <summary>An object as written; grows while members are read. It never hides what was written before it, so its substitutions need no flag.</summary>
internal sealed record ObjectNode(HoconPosition Position) : Node(Position, HasSubstitution: true)
{
    public OrderedDictionary<string, FieldNode> Fields { get; } = [];

    public FieldNode Field(string key)
    {
        if (!Fields.TryGetValue(key, out var field)) Fields.Add(key, field = new FieldNode(key));
        return field;
    }

    /// <summary>Takes over the fields of an object that is written later. Costs as much as that has fields, so all merging together is linear.</summary>
    public void Merge(ObjectNode later)
    {
        foreach (var (key, field) in later.Fields)
        {
            if (Fields.TryAdd(key, field)) continue;
            var mine = Fields[key];
            for (var i = 0; i < field.Entries.Count; i++) mine.Add(field.Entries[i], field.Positions[i]);
        }
    }
}
