using ActorInference.Configuration;

namespace ActorInference.Tests.Configuration;

public sealed class HoconReaderTests
{
    [Fact]
    public void Values_are_read_by_their_types()
    {
        var reader = Reader("""
            text = hello, flag = off, integer = -5, number = 1.5, fraction = 80%, wait = 5 ms, size = 256MiB
            numbers = [0.5, 1], texts = [a, "b c", 3], mode = fast, below { inner = 2 }, raw { anything = 1 }, gone = null
            """);
        Assert.Equal("hello", reader.Text("text"));
        Assert.False(reader.Flag("flag", true));
        Assert.Equal(-5, reader.Integer("integer"));
        Assert.Equal(1.5, reader.Number("number"));
        Assert.Equal(0.8, reader.Fraction("fraction"));
        Assert.Equal(TimeSpan.FromMilliseconds(5), reader.Duration("wait"));
        Assert.Equal(256L << 20, reader.Size("size"));
        Assert.Equal([0.5, 1], reader.Numbers("numbers"));
        Assert.Equal(["a", "b c", "3"], reader.Texts("texts"));
        Assert.Equal("fast", reader.Word("mode", "slow", "slow", "fast"));
        Assert.Equal(2, reader.Below("below")?.Integer("inner"));
        Assert.NotNull(reader.Object("raw"));
        Assert.Equal("default", reader.Text("gone", "default"));
        Assert.Null(reader.Finish());
    }

    [Fact]
    public void Absent_keys_give_the_defaults()
    {
        var reader = Reader("");
        Assert.Equal("x", reader.Text("a", "x"));
        Assert.True(reader.Flag("b", true));
        Assert.Equal("slow", reader.Word("c", "slow", "slow", "fast"));
        Assert.Null(reader.Integer("d"));
        Assert.Null(reader.Number("e"));
        Assert.Null(reader.Fraction("f"));
        Assert.Null(reader.Duration("g"));
        Assert.Null(reader.Size("h"));
        Assert.Null(reader.Numbers("i"));
        Assert.Null(reader.Texts("j"));
        Assert.Null(reader.Below("k"));
        Assert.Null(reader.Object("l"));
        Assert.Null(reader.Finish());
    }

    [Theory]
    [InlineData("x = []", "x is an array; write a text")]
    [InlineData("flag = maybe", "flag is \"maybe\"; write on or off")]
    [InlineData("integer = 11", "integer is \"11\"; write a whole number from 0 to 10")]
    [InlineData("integer = 1.5", "write a whole number from 0 to 10")]
    [InlineData("atLeast = -1", "write a whole number of at least 0")]
    [InlineData("number = fast", "number is \"fast\"; write a number of at most 2.5")]
    [InlineData("number = {}", "number is an object; write a number")]
    [InlineData("fraction = 180%", "write a share from 0% to 100%")]
    [InlineData("wait = 5", "write a duration with its unit, such as 5ms")]
    [InlineData("wait = -5s", "write a duration with its unit, such as 5ms")]
    [InlineData("size = 256", "write a size with its unit, such as 256MiB")]
    [InlineData("numbers = 5", "numbers is \"5\"; write an array of numbers")]
    [InlineData("numbers = [1,x]", "item 1 of numbers is \"x\"; write a number")]
    [InlineData("texts = 5", "write an array of texts")]
    [InlineData("texts = [[]]", "item 0 of texts is an array; write a text")]
    [InlineData("mode = fsat", "mode is \"fsat\" (did you mean fast?); write one of slow, fast")]
    [InlineData("below = 5", "below is \"5\"; write below { ... }")]
    [InlineData("below { inner = x }", "below.inner is \"x\"; write a whole number")]
    [InlineData("below { iner = 1 }", "below.iner is no known key; did you mean below.inner?")]
    [InlineData("inner = 1, below {}", "inner is no known key; did you mean below.inner?")]
    [InlineData("flga = on", "flga is no known key; did you mean flag?")]
    [InlineData("Texts = []", "did you mean texts?")]
    [InlineData("zzzzzzzzzzzz = 1", "known here are atLeast, below, flag")]
    public void Wrong_value_or_key_says_what_would_be_right(string text, string reason)
    {
        var reader = Reader("\n  " + text);
        ReadAll(reader);
        var failure = reader.Finish();
        Assert.Equal(ErrorKind.InvalidInput, failure?.Kind);
        Assert.Contains(reason, failure?.Message);
        Assert.StartsWith("x.conf:2:", failure?.Message);
    }

    [Fact]
    public void All_errors_are_collected_and_the_first_by_place_is_told()
    {
        var reader = Reader("unknown = 1\nwait = 5\ninteger = x");
        ReadAll(reader);
        reader.Refuse("wait", "is not to my taste.");
        reader.Refuse("absent", "is missing.");
        var failure = reader.Finish();
        Assert.Equal(5, reader.Errors.Count);
        Assert.StartsWith("x.conf:1:1: absent is missing.", failure?.Message);
        Assert.EndsWith(". And 4 more.", failure?.Message);
        Assert.Contains(reader.Errors, error => error.ToString() == "x.conf:2:1: wait is not to my taste.");
    }

    private static void ReadAll(HoconReader reader)
    {
        reader.Text("x");
        reader.Flag("flag", true);
        reader.Integer("integer", 0, 10);
        reader.Integer("atLeast", 0);
        reader.Number("number", most: 2.5);
        reader.Fraction("fraction");
        reader.Duration("wait");
        reader.Size("size");
        reader.Numbers("numbers");
        reader.Texts("texts");
        reader.Word("mode", "slow", "slow", "fast");
        reader.Below("below")?.Integer("inner");
    }

    private static HoconReader Reader(string text) => new(HoconDocument.Parse(text, "x.conf").Value);
}
