using ActorInference.Configuration;
using Microsoft.Extensions.Configuration;

namespace ActorInference.Tests.Configuration.Providers;

public sealed class HoconConfigurationProviderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Keys_are_joined_by_colons_and_items_of_arrays_are_numbered()
    {
        var configuration = Read("""
            a { b.c = 1, "d.e" = x }
            list = [p, { q = 2 }, [r]]
            gone = null, nothing {}, empty = []
            """);
        Assert.Equal(
            ["a:b:c=1", "a:d.e=x", "empty=", "gone=null", "list:0=p", "list:1:q=2", "list:2:0=r", "nothing=null"],
            configuration.AsEnumerable().Where(entry => entry.Value is not null || !configuration.GetSection(entry.Key).GetChildren().Any()).Select(entry => $"{entry.Key}={entry.Value ?? "null"}").Order(StringComparer.Ordinal));
        Assert.Equal("1", configuration["A:B:C"]);
    }

    [Fact]
    public void Later_sources_go_over_earlier_ones_and_a_missing_file_may_be_optional()
    {
        Write("a.conf", "x = 1, y = 1");
        Write("b.conf", "y = 2");
        var configuration = new ConfigurationBuilder().SetBasePath(_folder.Path).AddHoconFile("a.conf").AddHoconFile("none.conf", optional: true).AddHoconFile(_folder.File("b.conf")).Build();
        Assert.Equal(("1", "2"), (configuration["x"], configuration["y"]));
        Assert.Throws<FileNotFoundException>(() => new ConfigurationBuilder().AddHoconFile(_folder.File("none.conf")).Build());
    }

    [Theory]
    [InlineData("a = 1\nb = ]", "my.conf:2:5: ")]
    [InlineData("a = 1\n A = 2", "my.conf:2:2: A is there already")]
    [InlineData("a = 1\nb = ${none}", "my.conf:2:5: ${none} has no value")]
    public void What_is_wrong_is_said_with_its_place(string text, string words)
    {
        var problem = Assert.Throws<InvalidDataException>(() => Read(text));
        Assert.Contains(words, Assert.IsType<InvalidDataException>(problem.InnerException).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_that_would_be_repeated_for_ever_is_refused()
    {
        var name = new string('a', 1000);
        Assert.Contains("more than 1024 characters", Assert.Throws<InvalidDataException>(() => Read($"{name} {{ {name} = 1 }}")).InnerException?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_no_utf8_is_refused()
    {
        File.WriteAllBytes(_folder.File("my.conf"), [(byte)'a', (byte)'=', 0xFF]);
        Assert.Contains("is no UTF-8 text", Assert.Throws<InvalidDataException>(() => new ConfigurationBuilder().AddHoconFile(_folder.File("my.conf")).Build()).InnerException?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Included_file_lies_beside_the_one_that_includes_it()
    {
        Write("other.conf", "y = 2");
        Assert.Equal("2", Read("include \"other.conf\"")["y"]);
    }

    [Fact]
    public async Task File_that_changes_is_read_again_where_that_is_asked_for()
    {
        var files = new MemoryFiles(new() { ["my.conf"] = "x = 1" });
        var builder = new ConfigurationBuilder();
        builder.Sources.Add(new HoconConfigurationSource { FileProvider = files, Path = "my.conf", ReloadOnChange = true, ReloadDelay = 0 });
        var configuration = builder.Build();
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = configuration.GetReloadToken().RegisterChangeCallback(_ => changed.TrySetResult(), null);
        files.Change("my.conf", "x = 2");
        await changed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("2", configuration["x"]);
    }

    [Fact]
    public void Files_that_lie_on_no_disk_include_those_beside_them()
    {
        var files = new MemoryFiles(new() { ["my.conf"] = "include \"other.conf\"\ninclude \"none.conf\"", ["other.conf"] = "y = 2" });
        Assert.Equal("2", new ConfigurationBuilder().AddHoconFile(files, "my.conf", optional: false, reloadOnChange: false).Build()["y"]);
    }

    [Fact]
    public void Values_that_were_read_already_are_a_source_too()
    {
        var root = ActorInferenceConfiguration.Load(new ConfigurationSources { Environment = new Dictionary<string, string>() }).Value.Root;
        Assert.Equal("cpu", new ConfigurationBuilder().AddHocon(root).Build()["actorinference:predictor:device"]);
    }

    private IConfigurationRoot Read(string text)
    {
        Write("my.conf", text);
        return new ConfigurationBuilder().AddHoconFile(_folder.File("my.conf")).Build();
    }

    private void Write(string name, string text) => File.WriteAllText(_folder.File(name), text);
}
