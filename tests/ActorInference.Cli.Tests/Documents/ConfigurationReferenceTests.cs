using System.Text;
using ActorInference.Configuration;
using ActorInference.Imaging;
using ActorInference.Video;

namespace ActorInference.Cli.Tests.Documents;

/// <summary>What HOCON.conf says of each setting is true, and docs/configuration.md says the same.</summary>
public sealed class ConfigurationReferenceTests
{
    private const string Begin = "<!-- The reference below is made from HOCON.conf. -->\n";

    private static readonly IReadOnlyList<DocumentedSetting> Documented = DocumentedSetting.ReadAll();

    [Fact]
    public void Document_has_the_reference_as_HOCON_conf_has_it()
    {
        // UPDATE_DOCUMENTS=1 dotnet test tests/ActorInference.Cli.Tests --filter ConfigurationReference
        var path = Path.Combine(TestData.Repository, "docs", "configuration.md");
        var text = File.ReadAllText(path);
        var expected = text[..(text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)] + Reference();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCUMENTS") == "1") File.WriteAllText(path, expected);
        Assert.True(File.ReadAllText(path) == expected, $"{path} is not what HOCON.conf says; make it anew: UPDATE_DOCUMENTS=1 dotnet test tests/ActorInference.Cli.Tests --filter ConfigurationReference");
    }

    [Fact]
    public void Every_setting_is_documented_with_its_default_range_and_meaning()
    {
        var settings = Load([]).Settings().ToList();
        Assert.Equal(settings.Select(setting => setting.Key), Documented.Select(setting => setting.FullKey).Where(key => key.StartsWith("actorinference.", StringComparison.Ordinal)));
        Assert.All(Documented, setting =>
        {
            Assert.True(setting.Range.Length > 0, $"{setting.FullKey} has no line 'Range: ' above it");
            Assert.Matches(@"^[A-Z].*[.}]$", setting.Meaning);
            Assert.True(setting.About.Length > 0 || setting.Section.Length == 0 || setting.Section == "actorinference", $"{setting.Section} has no comment");
        });
    }

    public static TheoryData<string, string> Right => Values(right: true);

    public static TheoryData<string, string> Wrong => Values(right: false);

    [Theory]
    [MemberData(nameof(Right))]
    public void Value_within_the_documented_range_is_taken(string key, string value) => Assert.Empty(Errors(key, value));

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Value_outside_the_documented_range_is_refused(string key, string value) => Assert.Contains(Errors(key, value), error => error.File == "the test" && error.Message.Contains(key, StringComparison.Ordinal));

    private static TheoryData<string, string> Values(bool right)
    {
        var values = new TheoryData<string, string>();
        foreach (var setting in Documented.Where(setting => setting.FullKey.StartsWith("actorinference.", StringComparison.Ordinal)))
        {
            foreach (var value in right ? RangeInWords.Within(setting.Range) : RangeInWords.Outside(setting.Range)) values.Add(setting.FullKey, value);
        }

        return values;
    }

    private static IReadOnlyList<HoconError> Errors(string key, string value)
    {
        ActorInferenceConfiguration.TryLoad(Sources([new(key, value, "the test")]), out _, out var errors);
        return errors;
    }

    private static ActorInferenceConfiguration Load(IReadOnlyList<ConfigurationSetting> settings)
    {
        Assert.True(ActorInferenceConfiguration.TryLoad(Sources(settings), out var configuration, out _));
        return configuration;
    }

    // A machine so large that no value within its range contradicts another, and no limit that another setting has.
    private static ConfigurationSources Sources(IReadOnlyList<ConfigurationSetting> settings) => new()
    {
        Environment = new Dictionary<string, string>(),
        Sections = [PictureConfiguration.Section, VideoConfiguration.Section],
        Cores = 1,
        Defaults =
        [
            new("actorinference.predictor.admission.max-items", "1000000", "the test's machine"),
            new("actorinference.predictor.supervision.first-backoff", "100ns", "the test's machine"),
            new("actorinference.video.reconnect.first-backoff", "100ns", "the test's machine"),
        ],
        Settings = settings,
    };

    // As in the file, but a section before those below it.
    private static (int, int) Order(string section)
    {
        var top = string.Join('.', section.Split('.').Take(2));
        return (Documented.ToList().FindIndex(setting => setting.Section == top || setting.Section.StartsWith(top + ".", StringComparison.Ordinal)), section.Count(c => c == '.'));
    }

    private static string Reference()
    {
        var text = new StringBuilder();
        foreach (var section in Documented.GroupBy(setting => (setting.Section, setting.About)).OrderBy(section => Order(section.Key.Section)))
        {
            var name = section.Key.Section.Length == 0 ? "The root" : $"`{section.Key.Section}`";
            text.Append($"\n### {name}\n\n{(section.Key.About.Length == 0 ? "" : $"{section.Key.About}\n\n")}| key | default | unit, range | meaning |\n| --- | --- | --- | --- |\n");
            foreach (var setting in section) text.Append($"| `{setting.Key}` | `{setting.Default}` | {setting.Range} | {setting.Meaning} |\n");
        }

        return text.ToString();
    }
}
