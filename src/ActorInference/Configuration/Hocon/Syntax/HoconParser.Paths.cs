using System.Text;
using ActorInference.Formats;

namespace ActorInference.Configuration.Syntax;

/// <content>Paths: of keys, in substitutions; and includes.</content>
internal sealed partial class HoconParser
{
    /// <summary>Reads <c>a.b."c.d"</c> up to what ends a key (or a substitution), which stays unread.</summary>
    private string[]? Path(bool inSubstitution)
    {
        var start = _at;
        var parts = new List<string>();
        var part = new StringBuilder();
        var hasPart = false;
        while (true)
        {
            var gap = _at;
            SkipSpaces();
            if (AtEnd || AtComment || Current is '\n' or '}' || (!inSubstitution && (Current is ':' or '=' or '{' || Starts("+=")))) break;
            var space = _text.AsSpan(gap, _at - gap);
            if (space.Length > 0 && (Current == '.' ? hasPart : parts.Count > 0 && !hasPart)) return RefusePath(gap, "there is a space beside the dot of this key; write a.b without spaces, or put the part into quotes");
            if (Current == '.')
            {
                if (!hasPart) return RefusePath(_at, "a part of this key is empty; write a.b with one dot between, or \"\" for an empty part");
                if (parts.Count >= HoconDocument.MaxDepth) return RefusePath(start, TooDeep);
                parts.Add(part.ToString());
                part.Clear();
                hasPart = false;
                _at++;
                continue;
            }

            if (hasPart) part.Append(space);
            if (Current == '"')
            {
                if (Quoted() is not { } quoted) return null;
                part.Append(quoted);
            }
            else
            {
                if (HoconCharacters.Reserved.Contains(Current)) return RefusePath(_at, $"{Shown()} cannot be part of a key; put the key into quotes");
                part.Append(Current);
                _at++;
            }

            hasPart = true;
        }

        if (!hasPart) return RefusePath(_at, parts.Count > 0 ? "this key ends in a dot; write the part that follows" : $"a key is missing before {Shown()}");
        parts.Add(part.ToString());
        return parts.ToArray();
    }

    private SubstitutionNode? Substitution()
    {
        var start = _at;
        _at += 2;
        var isOptional = Current == '?';
        if (isOptional) _at++;
        if (Path(inSubstitution: true) is not { } path) return null;
        if (Current != '}')
        {
            Fail(start, "this substitution is never closed; write ${key} or ${?key} on one line");
            return null;
        }

        _at++;
        return new SubstitutionNode(path, prefix, isOptional, source.At(start));
    }

    private bool AtInclude()
    {
        if (!Starts("include")) return false;
        var at = _at + "include".Length;
        var gap = at;
        while (at < _text.Length && HoconCharacters.IsSpace(_text[at])) at++;
        if (at == _text.Length || at == gap) return _text.AsSpan(at).StartsWith("\"");
        return _text.AsSpan(at) is ['"', ..] || IncludeForms.Any(form => string.CompareOrdinal(_text, at, form, 0, form.Length) == 0);
    }

    private static readonly string[] IncludeForms = ["required(", "file(", "url(", "classpath("];

    private bool Include(ObjectNode target, Place? here, int depth)
    {
        var start = _at;
        _at += "include".Length;
        SkipSpaces();
        var isRequired = TakeForm("required(");
        var isFile = TakeForm("file(");
        if (Current != '"') return Fail(_at, "only files are included; write include \"name.conf\", or include required(\"name.conf\")");
        if (Quoted() is not { } name) return false;
        for (var open = (isRequired ? 1 : 0) + (isFile ? 1 : 0); open > 0; open--)
        {
            SkipSpaces();
            if (Current != ')') return Fail(_at, "a ) is missing after the name of the included file");
            _at++;
        }

        if (here is null) return Fail(start, "an include inside an array is not possible; include the file at a key and use ${key} here");
        if (!includes.Enter(source.File, name).TryGet(out var file, out var failure)) return Fail(start, failure.Message);
        if (file is null && isRequired) return Fail(start, $"there is no file {Excerpt.Of(name)} to include; remove required(...) if it may be missing");
        if (file is not null)
        {
            if (!new HoconParser(file, includes, [.. prefix, .. here.ToPath()], depth - 1).TryParse(out var included, out var error))
            {
                _error ??= error;
                return false;
            }

            target.Merge(included);
        }

        includes.Leave();
        return true;
    }

    private bool TakeForm(string form)
    {
        if (!Starts(form)) return false;
        _at += form.Length;
        SkipSpaces();
        return true;
    }

    private string[]? RefusePath(int offset, string message)
    {
        Fail(offset, message);
        return null;
    }
}
