using ActorInference.Configuration;

namespace ActorInference.Tests.Configuration;

public sealed class HoconIncludeTests
{
    [Theory]
    [InlineData("include \"b.conf\"\nx=3", "{x:3,y:2}")]
    [InlineData("x=3\ninclude \"b.conf\"", "{x:1,y:2}")]
    [InlineData("include \"b\"", "{x:1,y:2}")]
    [InlineData("include \"j\"", "{j:1}")]
    [InlineData("include file(\"b.conf\")", "{x:1,y:2}")]
    [InlineData("include required( file( \"b.conf\" ) )", "{x:1,y:2}")]
    [InlineData("a { include \"b.conf\", z=3 }", "{a:{x:1,y:2,z:3}}")]
    [InlineData("include \"none.conf\"\nx=3", "{x:3}")]
    [InlineData("a.b { include \"relative.conf\" }", "{a:{b:{v:1,w:1}}}")]
    [InlineData("outside=7, a { include \"outward.conf\" }", "{outside:7,a:{v:7}}")]
    [InlineData("include \"sub/c.conf\"", "{d:1}")]
    [InlineData("l=[1], include \"append.conf\"", "{l:[1,2]}")]
    public void Included_file_stands_where_its_text_would(string text, string expected) => Assert.Equal(expected, HoconText.Of(Parse(text).Value));

    [Fact]
    public void Position_names_the_included_file()
    {
        Assert.True(Parse("include \"b\"").Value.TryGet("y", out var y));
        Assert.Equal(new HoconPosition(Path.Combine("conf", "b.conf"), 2, 3), y.Position);
        Assert.StartsWith($"{Path.Combine("conf", "broken.conf")}:1:3: a value is missing", Parse("a=1\ninclude \"broken\"").Failure?.Message);
    }

    [Theory]
    [InlineData("include required(\"none.conf\")", "there is no file none.conf to include")]
    [InlineData("include \"self.conf\"", "includes nest more than 20 deep")]
    [InlineData("include \"locked.conf\"", "no permission")]
    public void Include_that_cannot_be_followed_is_an_error(string text, string reason) => Assert.Contains(reason, Parse(text).Failure?.Message);

    [Fact]
    public void Includes_that_multiply_are_stopped()
    {
        var options = new HoconOptions { ReadFile = path => string.Concat(Enumerable.Repeat($"include \"{Path.GetFileName(path)}x.conf\"\n", 10)) };
        Assert.Contains("more than", HoconDocument.Parse("include \"a.conf\"", "r.conf", options).Failure?.Message);
        var wide = new HoconOptions { ReadFile = _ => "" };
        Assert.Contains("more than 1000 files", HoconDocument.Parse(string.Concat(Enumerable.Repeat("include \"a.conf\"\n", 1001)), "r.conf", wide).Failure?.Message);
    }

    [Fact]
    public void Depth_counts_over_files()
    {
        // Each file nests a little; together they nest too much, and no stack overflows.
        var nested = string.Concat(Enumerable.Repeat("a{", 50)) + "include \"a.conf\"" + new string('}', 50);
        var options = new HoconOptions { ReadFile = _ => nested };
        Assert.Contains("more than 64 deep", HoconDocument.Parse(nested, "r.conf", options).Failure?.Message);
    }

    [Fact]
    public void Files_are_read_from_disk()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.conf"), "include \"b\"\nx = 1");
        File.WriteAllText(folder.File("b.conf"), "y = ä");
        Assert.Equal("{y:ä,x:1}", HoconText.Of(HoconDocument.Load(folder.File("a.conf")).Value));
        Assert.Equal(ErrorKind.NotFound, HoconDocument.Load(folder.File("none.conf")).Failure?.Kind);
        Assert.Contains("is a folder", HoconDocument.Load(folder.Path).Failure?.Message);
        File.WriteAllBytes(folder.File("a.conf"), [(byte)'a', (byte)'=', 0xFF]);
        Assert.Contains("is no UTF-8 text", HoconDocument.Load(folder.File("a.conf")).Failure?.Message);
        using (var big = File.Create(folder.File("big.conf"))) big.SetLength((16 << 20) + 1);
        Assert.Contains("more than 16 MiB", HoconDocument.Load(folder.File("big.conf")).Failure?.Message);
    }

    private static Outcome<HoconObject> Parse(string text) => HoconDocument.Parse(text, Path.Combine("conf", "a.conf"), new HoconOptions { Environment = _ => null, ReadFile = Read });

    private static Outcome<string?> Read(string path) => path.Replace('\\', '/') switch
    {
        "conf/b.conf" => "x=1\ny=2",
        "conf/j.json" => "{\"j\":1}",
        "conf/relative.conf" => "v=1\nw=${v}",
        "conf/outward.conf" => "v=${outside}",
        "conf/sub/c.conf" => "include \"d.conf\"",
        "conf/sub/d.conf" => "d=1",
        "conf/append.conf" => "l += 2",
        "conf/broken.conf" => "a=",
        "conf/self.conf" => "include \"self.conf\"",
        "conf/locked.conf" => new Failure(ErrorKind.InvalidInput, "no permission."),
        _ => (string?)null,
    };
}
