namespace ActorInference.Video.Tests;

public sealed class FractionTests
{
    [Theory]
    [InlineData("60000/1001", 60000, 1001)]
    [InlineData("16:9", 16, 9)]
    [InlineData("25", 25, 1)]
    [InlineData("0/0", 0, 0)]
    public void Text_is_read(string text, long numerator, long denominator) => Assert.Equal(new Fraction(numerator, denominator), Fraction.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("1/")]
    [InlineData("N/A")]
    [InlineData("1.5")]
    [InlineData("1/2/3")]
    public void Other_text_is_refused(string text)
    {
        Assert.False(Fraction.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Fraction.Parse(text));
    }

    [Fact]
    public void Text_is_what_was_read() => Assert.Equal("60000/1001", Fraction.Parse("60000/1001").ToString());

    [Theory]
    [InlineData(1, 1, 90000, 1, 1000, 0)]
    [InlineData(45, 1, 90000, 1, 1000, 1)]
    [InlineData(-45, 1, 90000, 1, 1000, -1)]
    [InlineData(44, 1, 90000, 1, 1000, 0)]
    [InlineData(1001, 1, 60000, 1, 1_000_000_000, 16_683_333)]
    [InlineData(long.MaxValue, 1, 1000, 1, 1000, long.MaxValue)]
    public void Ticks_become_the_nearest_of_another_length(long ticks, long a, long b, long c, long d, long expected) =>
        Assert.Equal(expected, new Fraction(a, b).Rescale(ticks, new(c, d)));

    [Fact]
    public void Ticks_come_back_from_a_finer_time_base()
    {
        var (coarse, fine) = (new Fraction(1, 11456), new Fraction(1, 1_000_000_000));
        for (var tick = 0L; tick < 100_000; tick += 7) Assert.Equal(tick, fine.Rescale(coarse.Rescale(tick, fine), coarse));
    }

    [Fact]
    public void Times_of_ticks_are_rounded_to_the_nearest_100_ns() => Assert.Equal(TimeSpan.FromTicks(166_833), new Fraction(1, 60000).Times(1001));

    [Fact]
    public void A_fraction_without_a_value_measures_nothing()
    {
        Assert.True(double.IsNaN(default(Fraction).ToDouble()));
        Assert.False(default(Fraction).IsPositive);
        Assert.Throws<InvalidOperationException>(() => default(Fraction).Times(1));
    }
}
