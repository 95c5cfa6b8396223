namespace ActorInference.Formats.Npy;

/// <summary>The dictionary in an .npy header: string keys; a string, True or False, or a tuple of numbers as values.</summary>
internal ref struct NpyHeaderText
{
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private NpyHeaderText(ReadOnlySpan<char> text) => _text = text;

    public static Outcome<NpyHeader> Parse(string text) => new NpyHeaderText(text).Parse();

    private Outcome<NpyHeader> Parse()
    {
        string? type = null;
        bool? fortran = null;
        List<long>? shape = null;
        if (!Take('{')) return Unreadable();
        while (!Take('}'))
        {
            if (TakeString() is not { } key || !Take(':')) return Unreadable();
            switch (key)
            {
                case "descr":
                    if (Peek() == '[') return Malformed.Because("it holds a structured array (several fields); save each field to a file of its own");
                    type = TakeString();
                    if (type is null) return Unreadable();
                    break;
                case "fortran_order":
                    fortran = TakeWord("True") ? true : TakeWord("False") ? false : null;
                    if (fortran is null) return Unreadable();
                    break;
                case "shape":
                    shape = TakeTuple();
                    if (shape is null) return Unreadable();
                    break;
                default:
                    return Unreadable();
            }

            if (!Take(',') && Peek() != '}') return Unreadable();
        }

        if (type is null || fortran is null || shape is null || Peek() != '\0') return Unreadable();
        if (!NpyType.Parse(type).TryGet(out var npyType, out var failure)) return failure;
        if (!Shapes.Create(shape.ToArray()).TryGet(out var tensorShape, out failure)) return failure;
        return new NpyHeader(npyType, fortran.Value, tensorShape);
    }

    private static Failure Unreadable() => Malformed.Because("its header is no dictionary with 'descr', 'fortran_order' and 'shape'");

    private char Peek()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private bool Take(char expected)
    {
        if (Peek() != expected) return false;
        _at++;
        return true;
    }

    private bool TakeWord(string word)
    {
        Peek();
        if (!_text[_at..].StartsWith(word)) return false;
        _at += word.Length;
        return true;
    }

    private string? TakeString()
    {
        var quote = Peek();
        if (quote is not ('\'' or '"')) return null;
        var length = _text[(_at + 1)..].IndexOf(quote);
        if (length < 0) return null;
        var content = _text.Slice(_at + 1, length);
        _at += length + 2;
        return content.Contains('\\') ? null : content.ToString();
    }

    private List<long>? TakeTuple()
    {
        var numbers = new List<long>();
        if (!Take('(')) return null;
        while (!Take(')'))
        {
            Peek();
            var start = _at;
            while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
            if (!long.TryParse(_text[start.._at], out var number)) return null;
            numbers.Add(number);
            Take('L'); // Python 2 wrote its long integers so.
            if (!Take(',') && Peek() != ')') return null;
        }

        return numbers;
    }
}
