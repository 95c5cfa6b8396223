namespace ActorInference.Formats.Npy;

/// <summary>What NumPy's type string, such as <c>&lt;f4</c>, says about the elements of a file.</summary>
/// <param name="ElementType">What they become here.</param>
/// <param name="ItemBytes">Bytes an element takes in the file.</param>
/// <param name="BigEndian">Whether the most significant byte comes first.</param>
/// <param name="IsUtf32">For strings: fixed-width UTF-32 (<c>U</c>) rather than bytes (<c>S</c>).</param>
internal readonly record struct NpyType(ElementType ElementType, int ItemBytes, bool BigEndian, bool IsUtf32 = false)
{
    /// <summary>Reads a type string.</summary>
    public static Outcome<NpyType> Parse(string text)
    {
        var rest = text.AsSpan();
        var bigEndian = false;
        if (rest.Length > 0 && rest[0] is '<' or '>' or '|' or '=')
        {
            bigEndian = rest[0] == '>';
            rest = rest[1..];
        }

        if (rest.Length == 0 || (!int.TryParse(rest[1..], System.Globalization.NumberStyles.None, null, out var size) && rest.Length > 1))
        {
            return Unsupported(text, "is no type of NumPy");
        }

        ElementType? number = (rest[0], size) switch
        {
            ('f', 2) => ElementType.Float16,
            ('f', 4) => ElementType.Float32,
            ('f', 8) => ElementType.Float64,
            ('i', 1) => ElementType.Int8,
            ('i', 2) => ElementType.Int16,
            ('i', 4) => ElementType.Int32,
            ('i', 8) => ElementType.Int64,
            ('u', 1) => ElementType.UInt8,
            ('u', 2) => ElementType.UInt16,
            ('u', 4) => ElementType.UInt32,
            ('u', 8) => ElementType.UInt64,
            ('b', 1) => ElementType.Bool,
            _ => null,
        };
        if (number is { } type) return new NpyType(type, size, bigEndian);

        return rest[0] switch
        {
            'U' when size <= int.MaxValue / 4 => new NpyType(ElementType.String, size * 4, bigEndian, IsUtf32: true),
            'S' or 'a' => new NpyType(ElementType.String, size, bigEndian),
            'O' => Unsupported(text, "holds pickled Python objects, which are code"),
            'c' => Unsupported(text, "holds complex numbers"),
            'M' or 'm' => Unsupported(text, "holds dates or times"),
            'V' => Unsupported(text, "holds raw records"),
            _ => Unsupported(text, "has no element type here"),
        };
    }

    /// <summary>The type string of a numeric element type, little-endian; null for those NumPy has not.</summary>
    public static string? Describe(ElementType type) => type switch
    {
        ElementType.Float16 => "<f2",
        ElementType.Float32 => "<f4",
        ElementType.Float64 => "<f8",
        ElementType.Int8 => "|i1",
        ElementType.Int16 => "<i2",
        ElementType.Int32 => "<i4",
        ElementType.Int64 => "<i8",
        ElementType.UInt8 => "|u1",
        ElementType.UInt16 => "<u2",
        ElementType.UInt32 => "<u4",
        ElementType.UInt64 => "<u8",
        ElementType.Bool => "|b1",
        _ => null,
    };

    private static Failure Unsupported(string text, string why) =>
        Malformed.Because($"its type '{Excerpt.Of(text)}' {why}; save it with a numeric type, bool or str");
}
