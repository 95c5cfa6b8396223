using ActorInference.Configuration;

namespace ActorInference.Tests.Configuration;

public sealed class HoconReaderCollectionTests
{
    [Fact]
    public void Values_are_read_by_their_types()
    {
        var reader = Reader("whole = [1, 2], raw = [a, {}], map { a = 1, b.c = x, b { \"d.e\" = y }, gone = null }, share = 25%, size = 1KiB, none = null, count = 7, left = anything");
        Assert.Equal([1L, 2L], reader.Integers("whole"));
        Assert.Equal(2, reader.Items("raw", "")?.Count);
        Assert.Equal("a=1 b.c=x b.d.e=y", string.Join(' ', reader.Map("map")!.Select(entry => $"{entry.Key}={entry.Value}")));
        Assert.Equal((2L, 1024L), (reader.SizeOrShare("share", 8), reader.SizeOrShare("size", 8)));
        Assert.True(reader.IsNull("none"));
        Assert.False(reader.IsNull("absent"));
        Assert.Equal(7, reader.Count("count"));
        reader.Leave("left");
        Assert.Null(reader.Finish());
    }

    [Fact]
    public void Absent_keys_give_null()
    {
        var reader = Reader("");
        Assert.Null(reader.Integers("a"));
        Assert.Null(reader.Items("b", ""));
        Assert.Null(reader.Map("c"));
        Assert.Null(reader.SizeOrShare("d", 8));
        Assert.Null(reader.Count("e"));
        Assert.Null(reader.Finish());
    }

    [Fact]
    public void Share_of_anything_is_at_least_a_byte() => Assert.Equal(1, Reader("share = 1%").SizeOrShare("share", 8));

    [Theory]
    [InlineData("whole = 5", "x.whole is \"5\"; write an array of whole numbers from 1 to 9, such as [1, 8]")]
    [InlineData("whole = [1, 10]", "item 1 of x.whole is \"10\"; write a whole number from 1 to 9")]
    [InlineData("share = 101%", "x.share is \"101%\"; write a share above 0% and up to 100%, such as 25%, or a size such as 256MiB")]
    [InlineData("share = 0%", "x.share is \"0%\"; write a share above 0%")]
    [InlineData("share = 0.25", "x.share is \"0.25\"; write a size with its unit, of at least 1B, such as 256MiB, or a share such as 25%")]
    [InlineData("share = \"%\"", "x.share is \"%\"; write a size with its unit")]
    [InlineData("map = 5", "x.map is \"5\"; write map { ... }")]
    [InlineData("map { a.b = [] }", "x.map.a.b is an array; write a text")]
    [InlineData("count = 0", "x.count is \"0\"; write a whole number of at least 1.")]
    [InlineData("count = 3000000000", "x.count is \"3000000000\"; write a whole number of at most 2147483647.")]
    [InlineData("wait = 0", "x.wait is \"0\"; write a duration with its unit, such as 5ms, 2s or 1m, above 0.")]
    [InlineData("wait = 2h", "x.wait is \"2h\"; write a duration with its unit, such as 5ms, 2s or 1m, above 0 and up to 1h.")]
    [InlineData("between = 2h", "x.between is \"2h\"; write a duration with its unit, such as 5ms, 2s or 1m, from 500ms to 1m.")]
    [InlineData("size = 1KiB", "x.size is \"1KiB\"; write a size with its unit, such as 256MiB or 1GB, from 1MiB to 1GiB.")]
    [InlineData("gone = 1", "x.gone is no known key")]
    public void Wrong_value_says_what_would_be_right(string text, string words)
    {
        var reader = Reader(text);
        reader.Integers("whole", 1, 9);
        reader.SizeOrShare("share", 8);
        reader.Map("map");
        reader.Count("count");
        reader.Duration("wait", TimeSpan.FromTicks(1), text.EndsWith('h') ? TimeSpan.FromHours(1) : null);
        reader.Duration("between", TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(1));
        reader.Size("size", 1 << 20, 1 << 30);
        Assert.Contains(words, Assert.Single(Finished(reader)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Name_in_a_map_that_would_be_repeated_for_ever_is_refused()
    {
        var reader = Reader($"map {{ {new string('a', 300)} {{ b = 1, c = 2 }} }}");
        Assert.Null(reader.Map("map"));
        Assert.Contains("x.map holds a name of more than 256 characters; use a shorter one", Assert.Single(reader.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_do_not_fit_are_refused_at_the_last_with_the_places_of_the_others()
    {
        var reader = Reader("a = 1\nb = 2");
        reader.RefuseTogether("too much", "b", "a", "absent");
        Assert.Equal("my.conf:2:1: x.b does not fit: too much (see also x.a at my.conf:1:1, x.absent at my.conf:1:1).", Assert.Single(reader.Errors).ToString());
    }

    private static IReadOnlyList<HoconError> Finished(HoconReader reader)
    {
        reader.Finish();
        return reader.Errors;
    }

    private static HoconReader Reader(string text) => new(HoconDocument.Parse(text, "my.conf").Value, "x.");
}
