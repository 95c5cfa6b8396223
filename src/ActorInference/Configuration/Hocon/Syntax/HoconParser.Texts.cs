using System.Globalization;
using System.Text;

namespace ActorInference.Configuration.Syntax;

/// <content>Texts: plain, quoted, triple-quoted.</content>
internal sealed partial class HoconParser
{
    private TextNode? PlainText()
    {
        var start = _at;
        while (_at < _text.Length && !Starts("//") && (!HoconCharacters.Reserved.Contains(_text[_at]) || IsExponentSign())) _at++;
        var end = _at;
        while (end > start && HoconCharacters.IsSpace(_text[end - 1])) end--;
        if (end == start)
        {
            Fail(start, Starts("+=") ? "+= belongs between a key and its value" : $"{Shown()} must be in quotes to be part of a value; if a new key was meant, a comma or a new line is missing before it");
            return null;
        }

        // The whitespace at the end belongs to whoever reads on: it may join two parts.
        _at = end;
        return new TextNode(_text[start..end], IsPlain: true, IsGap: false, source.At(start));
    }

    /// <summary>The plus of a number such as 1e+5, the one place where it needs no quotes.</summary>
    private bool IsExponentSign() =>
        _text[_at] == '+' && _at >= 2 && _text[_at - 1] is 'e' or 'E' && char.IsAsciiDigit(_text[_at - 2]) && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1]);

    private TextNode? QuotedText()
    {
        var start = _at;
        var text = Quoted();
        return text is null ? null : new TextNode(text, IsPlain: false, IsGap: false, source.At(start));
    }

    private string? Quoted()
    {
        if (Starts("\"\"\"")) return TripleQuoted();
        var start = _at++;
        var text = new StringBuilder();
        while (true)
        {
            if (AtEnd || Current == '\n') return RefuseText(start, "this quote is never closed on its line; write \" at the end, or \"\"\" around several lines");
            var c = Current;
            _at++;
            switch (c)
            {
                case '"':
                    return text.ToString();
                case '\\':
                    if (Escape() is not { } escaped) return null;
                    text.Append(escaped);
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }
    }

    private char? Escape()
    {
        var c = Current;
        if (c == 'u' && _at + 4 < _text.Length && ushort.TryParse(_text.AsSpan(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            _at += 5;
            return (char)code;
        }

        char? meant = c switch
        {
            '"' or '\\' or '/' => c,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => null,
        };
        if (meant is null) Fail(_at - 1, "this escape is unknown; \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits are known, and \\\\ is one backslash");
        _at++;
        return meant;
    }

    private string? TripleQuoted()
    {
        var start = _at;
        var end = _text.IndexOf("\"\"\"", _at + 3, StringComparison.Ordinal);
        if (end < 0) return RefuseText(start, "this \"\"\" is never closed; write \"\"\" at the end of the text");

        // Quotes beyond three at the end belong to the text.
        while (end + 3 < _text.Length && _text[end + 3] == '"') end++;
        _at = end + 3;
        return _text[(start + 3)..end];
    }

    private string? RefuseText(int offset, string message)
    {
        Fail(offset, message);
        return null;
    }
}
