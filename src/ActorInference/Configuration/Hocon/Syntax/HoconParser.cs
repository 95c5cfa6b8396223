using System.Diagnostics.CodeAnalysis;
using ActorInference.Formats;

namespace ActorInference.Configuration.Syntax;

/// <summary>
/// Reads one file by recursive descent, depth bounded. The first error ends it: every method then returns null or false up to the top.
/// This part reads structure; the other parts of the class read texts and paths.
/// </summary>
internal sealed partial class HoconParser(SourceText source, Includes includes, string[] prefix, int outerDepth)
{
    private readonly string _text = source.Text;
    private int _at;
    private HoconError? _error;

    public bool TryParse([NotNullWhen(true)] out ObjectNode? root, [NotNullWhen(false)] out HoconError? error)
    {
        SkipBlank();
        root = new ObjectNode(source.At(_at));
        if (!Document(root)) root = null;
        error = _error;
        return root is not null;
    }

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private bool AtEnd => _at >= _text.Length;

    private bool AtComment => Current == '#' || Starts("//");

    private bool Starts(string word) => string.CompareOrdinal(_text, _at, word, 0, word.Length) == 0;

    private bool Document(ObjectNode root)
    {
        if (Current == '[') return Fail(_at, "a configuration is an object, not an array; write key = [...]");
        if (Current != '{') return Members(root, new Place(null, null), outerDepth + 1, openedAt: -1);

        var opened = _at++;
        if (!Members(root, new Place(null, null), outerDepth + 1, opened)) return false;
        SkipBlank();
        return AtEnd || Fail(_at, $"nothing may follow the closing brace of the document, but {Shown()} does");
    }

    private bool Members(ObjectNode target, Place? here, int depth, int openedAt)
    {
        while (true)
        {
            SkipBlank();
            if (AtEnd) return openedAt < 0 || Fail(openedAt, "this { is never closed; write } after its last member");
            if (Current == '}') return openedAt < 0 ? Fail(_at, "this } has no { before it; remove it") : Step();
            if (Current == ',') return Fail(_at, "before this comma there is no key and value; remove the comma");
            if (!(AtInclude() ? Include(target, here, depth) : Member(target, here, depth)) || !Separator('}')) return false;
        }
    }

    private bool Member(ObjectNode target, Place? here, int depth)
    {
        var start = _at;
        if (Path(inSubstitution: false) is not { } path) return false;
        if (depth + path.Length - 1 > HoconDocument.MaxDepth) return Fail(start, TooDeep);
        SkipBlank();
        var isAppend = Starts("+=");
        if (isAppend) _at += 2;
        else if (Current is ':' or '=') _at++;
        else if (Current != '{') return Fail(start, $"{Excerpt.Of(string.Join('.', path))} has no value; write {Excerpt.Of(string.Join('.', path))} = ...");

        // All but the last part of the path are objects.
        var position = source.At(start);
        for (var i = 0; i < path.Length - 1; i++)
        {
            var inner = new ObjectNode(position);
            var field = target.Field(path[i]);
            field.Add(inner, position);
            target = (ObjectNode)field.Entries[^1];
            here = here?.Below(path[i]);
        }

        if (Value(here?.Below(path[^1]), depth + path.Length) is not { } value) return false;
        target.Field(path[^1]).Add(isAppend ? new ArrayNode([value], IsAppend: true, value.Position) : value, position);
        return true;
    }

    private Node? Value(Place? here, int depth)
    {
        SkipBlank();
        var start = _at;
        Node? first = null;
        List<Node>? parts = null;
        while (true)
        {
            var gap = _at;
            SkipSpaces();
            if (AtEnd || Current is '\n' or ',' or '}' or ']' || AtComment) break;
            var part = Part(here, depth);
            if (part is null) return null;
            if (first is null)
            {
                first = part;
                continue;
            }

            parts ??= [first];
            var gapText = _text.AsSpan(gap);
            var length = 0;
            while (length < gapText.Length && HoconCharacters.IsSpace(gapText[length])) length++;
            if (length > 0) parts.Add(new TextNode(gapText[..length].ToString(), IsPlain: true, IsGap: true, source.At(gap)));
            parts.Add(part);
        }

        if (first is null) return Refuse(start, "a value is missing here; write one, or \"\" for an empty text");
        return parts is null ? first : new JoinNode(parts, first.Position);
    }

    private Node? Part(Place? here, int depth)
    {
        switch (Current)
        {
            case '{':
                var opened = _at;
                if (depth > HoconDocument.MaxDepth) return Refuse(opened, TooDeep);
                _at++;
                var inner = new ObjectNode(source.At(opened));
                return Members(inner, here, depth, opened) ? inner : null;
            case '[':
                return Array(depth);
            case '"':
                return QuotedText();
            case '$' when Starts("${"):
                return Substitution();
            default:
                return PlainText();
        }
    }

    private ArrayNode? Array(int depth)
    {
        var opened = _at;
        if (depth > HoconDocument.MaxDepth)
        {
            Fail(opened, TooDeep);
            return null;
        }

        _at++;
        var items = new List<Node>();
        while (true)
        {
            SkipBlank();
            if (AtEnd)
            {
                Fail(opened, "this [ is never closed; write ] after its last item");
                return null;
            }

            if (Current == ']')
            {
                _at++;
                return new ArrayNode(items, IsAppend: false, source.At(opened));
            }

            // Objects in arrays have no path by which anything could refer to them.
            if (Value(null, depth + 1) is not { } item || !Separator(']')) return null;
            items.Add(item);
        }
    }

    /// <summary>After a member or an item: its end, a comma or a new line.</summary>
    private bool Separator(char closing)
    {
        var newLine = SkipBlank();
        if (AtEnd || Current == closing) return true;
        if (Current == ',') return Step();
        return newLine || Fail(_at, $"{Shown()} cannot follow a value; write a comma or begin a new line, or put the value into quotes");
    }

    private bool Step()
    {
        _at++;
        return true;
    }

    private void SkipSpaces()
    {
        while (_at < _text.Length && HoconCharacters.IsSpace(_text[_at])) _at++;
    }

    /// <summary>Skips whitespace, new lines and comments; says whether there was a new line.</summary>
    private bool SkipBlank()
    {
        var newLine = false;
        while (true)
        {
            SkipSpaces();
            if (AtComment)
            {
                var end = _text.IndexOf('\n', _at);
                _at = end < 0 ? _text.Length : end;
            }

            if (Current != '\n' || AtEnd) return newLine;
            newLine = true;
            _at++;
        }
    }

    private static readonly string TooDeep = $"this nests more than {HoconDocument.MaxDepth} deep; that is more than any configuration needs";

    private string Shown() => AtEnd ? "the end of the file" : Current == '\n' ? "the end of the line" : char.IsControl(Current) ? $"the character U+{(int)Current:X4}" : $"'{Current}'";

    private bool Fail(int offset, string message)
    {
        _error ??= new HoconError(source.At(offset), message);
        return false;
    }

    private Node? Refuse(int offset, string message)
    {
        Fail(offset, message);
        return null;
    }
}
