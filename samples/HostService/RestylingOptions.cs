using ActorInference.Configuration;

namespace HostService;

/// <summary>The section <c>restyling</c>. <c>host-service.conf</c> says what each setting means.</summary>
internal sealed record RestylingOptions
{
    public const string Section = "restyling";

    // Names are told apart here as .NET's configuration does, where they come from a command line or a variable.
    private static readonly string[] Keys = ["folder", "incoming", "results", "failed", "longestSide", "settle", "rescan", "attempts"];
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Most = TimeSpan.FromDays(1);

    public string Folder { get; init; } = "";

    public string Incoming { get; init; } = "incoming";

    public string Results { get; init; } = "results";

    public string Failed { get; init; } = "failed";

    public int LongestSide { get; init; } = 1024;

    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan Rescan { get; init; } = TimeSpan.FromSeconds(30);

    public int Attempts { get; init; } = 3;

    /// <summary>What command line and environment say of the section, as settings that go over the file.</summary>
    public static IReadOnlyList<ConfigurationSetting> Over(IConfiguration said, string[] args) =>
        [.. said.GetSection(Section).AsEnumerable(makePathsRelative: true).Where(setting => setting.Key.Length > 0 && setting.Value is not null).Select(setting => Setting(setting.Key, setting.Value!, args))];

    /// <summary>Reads the section; <paramref name="mistakes"/> are all that is wrong in it, by file and line.</summary>
    public static RestylingOptions Read(HoconObject root, out IReadOnlyList<HoconError> mistakes)
    {
        var above = new HoconReader(root);
        var section = above.Below(Section) ?? new(HoconDocument.Parse("", Section).Value, $"{Section}.");
        var defaults = new RestylingOptions();
        var options = defaults with
        {
            Folder = Name(section, "folder", defaults.Folder),
            Incoming = Name(section, "incoming", defaults.Incoming),
            Results = Name(section, "results", defaults.Results),
            Failed = Name(section, "failed", defaults.Failed),
            LongestSide = (int?)section.Integer("longestSide", 16, 16384) ?? defaults.LongestSide,
            Settle = section.Duration("settle", Least, Most) ?? defaults.Settle,
            Rescan = section.Duration("rescan", Least, Most) ?? defaults.Rescan,
            Attempts = (int?)section.Integer("attempts", 1, 100) ?? defaults.Attempts,
        };
        section.Finish();
        mistakes = [.. above.Errors.Union(section.Errors).OrderBy(mistake => (mistake.File, mistake.Line, mistake.Column))];
        return options;
    }

    private static string Name(HoconReader section, string key, string @default)
    {
        var name = section.Text(key, @default);
        if (name.Length == 0) section.Refuse(key, "is empty; write a folder's name");
        return name;
    }

    private static ConfigurationSetting Setting(string key, string value, string[] args)
    {
        var path = key.Split(':').Select(name => HoconWriter.WriteKey(Keys.FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase)) ?? name));
        var option = args.FirstOrDefault(argument => argument.TrimStart('-', '/').Split('=')[0].Equals($"{Section}:{key}", StringComparison.OrdinalIgnoreCase))?.Split('=')[0];
        return new($"{Section}.{string.Join('.', path)}", value, option ?? $"environment variable {Section}__{key.Replace(":", "__", StringComparison.Ordinal)}");
    }
}
