using ActorInference.Configuration;

namespace ActorInference.Tests.Configuration;

public sealed class HoconUnitsTests
{
    [Theory]
    [InlineData("5ms", 50_000L)]
    [InlineData("5 milliseconds", 50_000L)]
    [InlineData("1.5s", 15_000_000L)]
    [InlineData("2m", 1_200_000_000L)]
    [InlineData("1 hour", 36_000_000_000L)]
    [InlineData("1d", 864_000_000_000L)]
    [InlineData("100ns", 1L)]
    [InlineData("3us", 30L)]
    [InlineData("-1s", -10_000_000L)]
    [InlineData("0", 0L)]
    [InlineData("0s", 0L)]
    [InlineData("5", null)]
    [InlineData("10ns", null)]
    [InlineData("ms", null)]
    [InlineData("5 parsecs", null)]
    [InlineData("1e300d", null)]
    [InlineData("NaNs", null)]
    [InlineData("", null)]
    public void Duration(string text, long? ticks) => Assert.Equal(ticks, HoconUnits.TryDuration(text, out var value) ? value.Ticks : null);

    [Theory]
    [InlineData("256MiB", 256L << 20)]
    [InlineData("256 M", 256L << 20)]
    [InlineData("1GB", 1_000_000_000L)]
    [InlineData("1.5kB", 1500L)]
    [InlineData("64B", 64L)]
    [InlineData("2 tebibytes", 2L << 40)]
    [InlineData("0", 0L)]
    [InlineData("1024", null)]
    [InlineData("-1B", null)]
    [InlineData("1e30TB", null)]
    [InlineData("5XB", null)]
    [InlineData("", null)]
    public void Size(string text, long? bytes) => Assert.Equal(bytes, HoconUnits.TrySize(text, out var value) ? value : null);

    [Theory]
    [InlineData("80%", 0.8)]
    [InlineData("12.5 %", 0.125)]
    [InlineData("0.8", 0.8)]
    [InlineData("%", null)]
    [InlineData("Infinity", null)]
    public void Fraction(string text, double? expected) => Assert.Equal(expected, HoconUnits.TryFraction(text, out var value) ? value : null);

    [Theory]
    [InlineData("true", true)]
    [InlineData("yes", true)]
    [InlineData("on", true)]
    [InlineData("false", false)]
    [InlineData("no", false)]
    [InlineData("off", false)]
    [InlineData("1", null)]
    [InlineData("On", null)]
    public void Flag(string text, bool? expected) => Assert.Equal(expected, HoconUnits.TryFlag(text, out var value) ? value : null);

    [Theory]
    [InlineData("layuot", "layout")]
    [InlineData("LAYOUT", "layout")]
    [InlineData("colour", "colours")]
    [InlineData("x", null)]
    [InlineData("completely-different", null)]
    public void Nearest_key(string word, string? expected) => Assert.Equal(expected, NearestKey.Of(word, ["layout", "colours", "range"]));

    [Fact]
    public void Word_of_a_million_letters_has_no_nearest_key() => Assert.Null(NearestKey.Of(new string('a', 1_000_000), ["a"]));
}
