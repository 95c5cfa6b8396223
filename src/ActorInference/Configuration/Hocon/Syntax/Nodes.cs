namespace ActorInference.Configuration.Syntax;

/// <summary>A value as written, before substitutions.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="HasSubstitution">Whether a substitution occurs anywhere inside.</param>
internal abstract record Node(HoconPosition Position, bool HasSubstitution);

/// <summary>A text. <paramref name="IsPlain"/>: written without quotes. <paramref name="IsGap"/>: whitespace between two other parts of a joined value.</summary>
internal sealed record TextNode(string Text, bool IsPlain, bool IsGap, HoconPosition Position) : Node(Position, HasSubstitution: false);

/// <summary><c>${path}</c> or <c>${?path}</c>. In an included file, the path is looked up below <paramref name="Prefix"/> first.</summary>
internal sealed record SubstitutionNode(string[] Path, string[] Prefix, bool IsOptional, HoconPosition Position) : Node(Position, HasSubstitution: true);

/// <summary>Parts in a row on one line, to be joined to one value.</summary>
internal sealed record JoinNode(List<Node> Parts, HoconPosition Position) : Node(Position, Parts.Exists(part => part.HasSubstitution));

/// <summary>An array; with <paramref name="IsAppend"/> what <c>+=</c> adds to the array before it.</summary>
internal sealed record ArrayNode(List<Node> Items, bool IsAppend, HoconPosition Position) : Node(Position, Items.Exists(item => item.HasSubstitution));
