namespace ActorInference.Configuration.Syntax;

/// <summary>A text with its name; turns offsets into lines and columns, unless the name alone says where it is.</summary>
internal sealed class SourceText
{
    private readonly List<int> _lineStarts = [0];

    private readonly bool _isWhole;

    public SourceText(string file, string text, bool isWhole = false)
    {
        _isWhole = isWhole;
        File = file;
        Text = text;
        for (var i = text.IndexOf('\n'); i >= 0; i = text.IndexOf('\n', i + 1)) _lineStarts.Add(i + 1);
    }

    public string File { get; }

    public string Text { get; }

    public HoconPosition At(int offset)
    {
        if (_isWhole) return new(File, 0, 0);
        var line = _lineStarts.BinarySearch(offset);
        if (line < 0) line = ~line - 1;
        return new(File, line + 1, offset - _lineStarts[line] + 1);
    }
}
