using System.Diagnostics.CodeAnalysis;
using ActorInference.Configuration.Syntax;
using ActorInference.Formats;

namespace ActorInference.Configuration.Resolution;

/// <summary>
/// Turns written values into final ones. Every field is resolved once, its entries in order from the first; a field that is asked for
/// while it is being resolved answers with what its earlier entries gave, which is what <c>path = ${path}":more"</c> means.
/// An error in a value that a later one replaces is never seen.
/// </summary>
internal sealed class HoconResolver(ObjectNode root, Func<string, string?> environment)
{
    // Each object or array within another is a step, and each substitution: room for a chain of them on top of the deepest nesting.
    private const int MaxSteps = 2 * HoconDocument.MaxDepth;

    private readonly Joiner _joiner = new();
    private int _depth;

    public bool TryResolve([NotNullWhen(true)] out HoconObject? document, [NotNullWhen(false)] out HoconError? error)
    {
        var resolved = Object(root);
        document = resolved.Value as HoconObject;
        error = resolved.Error;
        return document is not null;
    }

    private Resolved Field(FieldNode field, int count)
    {
        // Busy: what the entries before the present one gave. None: the caller says what that means.
        if (field.IsBusy) return field.Resolved;
        field.IsBusy = true;
        while (field.ResolvedCount < count)
        {
            var entry = field.Entries[field.ResolvedCount];
            var given = Deeper(entry, field.Resolved);
            if (!given.IsNothing) field.ResolvedPosition = field.Positions[field.ResolvedCount];
            field.Resolved = Over(field.Resolved, given);
            field.ResolvedCount++;
        }

        field.IsBusy = false;
        return field.Resolved;
    }

    /// <summary>An entry over those before it: an object merges with an object, nothing leaves what was there, anything else replaces it.</summary>
    private Resolved Over(Resolved earlier, Resolved later)
    {
        if (later.IsNothing) return earlier;
        if (later.Value is not HoconObject top) return later;
        if (earlier.Error is not null) return earlier;
        return earlier.Value is HoconObject bottom ? _joiner.Merge(bottom, top) : later;
    }

    private Resolved Deeper(Node node, Resolved earlier)
    {
        if (_depth >= MaxSteps) return TooDeep(node);
        _depth++;
        var resolved = Entry(node, earlier);
        _depth--;
        return resolved;
    }

    private Resolved Entry(Node node, Resolved earlier)
    {
        if (node is not ArrayNode { IsAppend: true } append) return Node(node);
        var added = Array(append);
        if (added.Error is not null || earlier.IsNothing) return added;
        if (earlier.Error is not null) return earlier;
        return earlier.Value is HoconArray array
            ? _joiner.Concatenate(array, (HoconArray)added.Value!)
            : Resolved.Wrong(append.Position, $"+= adds to an array, but the key holds {earlier.Value!.Kind}; write = to replace it");
    }

    private Resolved Node(Node node)
    {
        switch (node)
        {
            case TextNode text:
                return new HoconScalar(text.Text, text is { IsPlain: true, Text: "null" }, text.Position);
            case ArrayNode array:
                return Array(array);
            case ObjectNode inner:
                return Object(inner);
            case SubstitutionNode substitution:
                return Substitution(substitution);
            case JoinNode join:
                return Join(join);
            default:
                throw new ArgumentException($"This is a bug: no such node: {node.GetType()}", nameof(node));
        }
    }

    private Resolved Array(ArrayNode array)
    {
        var items = new List<HoconValue>(array.Items.Count);
        foreach (var item in array.Items)
        {
            var resolved = Deeper(item, Resolved.Nothing);
            if (resolved.Error is not null) return resolved;
            if (resolved.Value is not null) items.Add(resolved.Value);
        }

        return _joiner.Array(items, array.Position);
    }

    private Resolved Object(ObjectNode node)
    {
        var fields = new OrderedDictionary<string, HoconField>(node.Fields.Count);
        foreach (var field in node.Fields.Values)
        {
            var resolved = Field(field, field.Entries.Count);
            if (resolved.Error is not null) return resolved;
            if (resolved.Value is not null) fields.Add(field.Key, new HoconField(field.Key, field.ResolvedPosition, resolved.Value));
        }

        return _joiner.Object(fields, node.Position);
    }

    private Resolved Join(JoinNode join)
    {
        var parts = new List<(Resolved Part, bool IsGap)>(join.Parts.Count);
        foreach (var part in join.Parts)
        {
            var resolved = Node(part);
            if (resolved.Error is not null) return resolved;
            parts.Add((resolved, part is TextNode { IsGap: true }));
        }

        return _joiner.Join(parts, join.Position);
    }

    private Resolved Substitution(SubstitutionNode node)
    {
        var found = node.Prefix.Length > 0 ? Find(root, [.. node.Prefix, .. node.Path]) : Resolved.Nothing;
        if (found.IsNothing) found = Find(root, node.Path);
        if (!found.IsNothing) return found;

        var name = string.Join('.', node.Path);
        if (environment(name) is { } variable) return new HoconScalar(variable, isNull: false, node.Position);
        return node.IsOptional ? Resolved.Nothing : Missing(node, Excerpt.Of(name));
    }

    // Messages are made apart from the recursion, whose frames they would make larger.
    private static Resolved Missing(SubstitutionNode node, string name) =>
        Resolved.Wrong(node.Position, $"${{{name}}} has no value here: it is set neither in the configuration (what refers to itself does not count) nor in the environment; set it, or write ${{?{name}}} if it may be missing");

    private static Resolved TooDeep(Node node) =>
        Resolved.Wrong(node.Position, $"values and substitutions lead more than {MaxSteps} steps deep here; shorten the chain");

    /// <summary>Follows a path without resolving more than it must: a value may refer to its neighbour in an object that is being resolved.</summary>
    private Resolved Find(ObjectNode node, ReadOnlySpan<string> path)
    {
        if (!node.Fields.TryGetValue(path[0], out var field)) return Resolved.Nothing;
        if (path.Length == 1) return Field(field, field.Entries.Count);
        if (field.ResolvedCount == field.Entries.Count || field.Entries[^1] is not ObjectNode last) return Inside(Field(field, field.Entries.Count), path[1..]);

        var top = Find(last, path[1..]);
        var isFinal = top.Error is not null || top.Value is HoconScalar or HoconArray;
        if (isFinal || field.Entries.Count == 1) return top;
        return Over(Inside(Field(field, field.Entries.Count - 1), path[1..]), top);
    }

    private static Resolved Inside(Resolved resolved, ReadOnlySpan<string> path)
    {
        foreach (var key in path)
        {
            if (resolved.Value is null) return resolved;
            resolved = resolved.Value is HoconObject inner && inner.TryGetField(key, out var field) ? field.Value : Resolved.Nothing;
        }

        return resolved;
    }
}
