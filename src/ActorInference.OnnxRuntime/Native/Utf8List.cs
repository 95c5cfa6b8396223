namespace ActorInference.OnnxRuntime.Native;

/// <summary>UTF-8 copies of several strings and an array of pointers to them, at fixed addresses until disposed.</summary>
internal sealed unsafe class Utf8List : IDisposable
{
    private readonly Utf8[] _strings;
    private readonly nint[] _pointers;

    public Utf8List(IEnumerable<string> strings)
    {
        _strings = [.. strings.Select(text => new Utf8(text))];
        _pointers = GC.AllocateArray<nint>(Math.Max(1, _strings.Length), pinned: true);
        for (var i = 0; i < _strings.Length; i++) _pointers[i] = (nint)_strings[i].Pointer;
    }

    public int Count => _strings.Length;

    public byte** Pointer
    {
        get
        {
            fixed (nint* start = _pointers) return (byte**)start; // pinned for its whole life
        }
    }

    public byte* this[int index] => (byte*)_pointers[index];

    public void Dispose()
    {
        foreach (var text in _strings) text.Dispose();
    }
}
