namespace ActorInference.Configuration.Layers;

/// <summary>The lowest layer: <c>HOCON.conf</c>, which is part of the library.</summary>
internal static class BuiltInDefaults
{
    /// <summary>What positions in it call it.</summary>
    public const string Name = "built-in HOCON.conf";

    /// <summary>Its text.</summary>
    public static string Text { get; } = ReadText();

    /// <summary>All that it says.</summary>
    public static HoconObject Root { get; } = HoconDocument.Parse(Text, Name).Value;

    /// <summary>Its sections below <c>actorinference</c>.</summary>
    public static HoconObject Own { get; } = Root.TryGet("actorinference", out var own) ? (HoconObject)own : throw new InvalidDataException($"This is a bug: {Name} has no section actorinference.");

    private static string ReadText()
    {
        using var stream = typeof(BuiltInDefaults).Assembly.GetManifestResourceStream("HOCON.conf")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
