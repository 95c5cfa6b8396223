namespace ActorInference.Imaging;

/// <summary>An sRGB colour, 8 bits a channel.</summary>
/// <param name="R">Red.</param>
/// <param name="G">Green.</param>
/// <param name="B">Blue.</param>
public readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>255, 255, 255.</summary>
    public static Rgb White { get; } = new(255, 255, 255);

    /// <summary>0, 0, 0.</summary>
    public static Rgb Black { get; }

    /// <summary>The same value in all three channels.</summary>
    public static Rgb Grey(byte value) => new(value, value, value);

    /// <summary><c>#rrggbb</c>.</summary>
    public override string ToString() => $"#{R:x2}{G:x2}{B:x2}";
}
