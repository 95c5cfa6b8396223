using ActorInference.Configuration;

namespace ActorInference.Tests.Configuration.Layers;

/// <summary>
/// Broken files, each with all that is said of it in a file beside it: <c>group.conf</c> and <c>group.errors</c>. With ACTUAL_ERRORS=1 in the environment the latter are written anew, to be read and committed.
/// </summary>
public sealed class BrokenFileTests
{
    private static readonly string Folder = Path.Combine(TestData.Repository, "tests", "ActorInference.Tests", "Configuration", "Broken");

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.conf").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Broken_file_is_answered_with_file_line_key_and_what_would_be_right(string name)
    {
        var sources = new ConfigurationSources { File = $"{name}.conf", ReadFile = Read, Environment = ConfigurationText.NoEnvironment, Cores = 8, Memory = 8L << 30 };
        var said = string.Concat(ConfigurationText.Errors(sources).Select(error => $"{error}\n"));
        var expected = Path.Combine(Folder, $"{name}.errors");
        if (Environment.GetEnvironmentVariable("ACTUAL_ERRORS") == "1") File.WriteAllText(expected, said);
        Assert.Equal(File.ReadAllText(expected), said);
        Assert.StartsWith($"{name}.conf:", said, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_more_than_twenty() => Assert.True(Names.Count > 20);

    private static Outcome<string?> Read(string path) => File.Exists(Path.Combine(Folder, path)) ? File.ReadAllText(Path.Combine(Folder, path)) : (string?)null;
}
