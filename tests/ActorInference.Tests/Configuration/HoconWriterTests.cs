using ActorInference.Configuration;
using FsCheck;
using FsCheck.Fluent;

namespace ActorInference.Tests.Configuration;

public sealed class HoconWriterTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("5 ms", "5 ms")]
    [InlineData("25%", "25%")]
    [InlineData("/a/b-c.onnx", "/a/b-c.onnx")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("\" a\"", "\" a\"")]
    [InlineData("\"a//b\"", "\"a//b\"")]
    [InlineData("\"cuda:0, cpu\"", "\"cuda:0, cpu\"")]
    [InlineData("\"null\"", "\"null\"")]
    [InlineData("null", "null")]
    [InlineData("[]", "[]")]
    [InlineData("[1,[2]]", "[1, [2]]")]
    [InlineData("{}", "{}")]
    [InlineData("{a.b=1,\"c.d\"=x}", "{ a = { b = 1 }, \"c.d\" = x }")]
    public void Value_is_written_in_one_line(string text, string expected) => Assert.Equal(expected, HoconWriter.Write(Value(text)));

    [Fact]
    public void What_is_written_reads_back_as_the_same() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            var quoted = HoconWriter.Quote(text.Get);
            Assert.Equal(text.Get, ((HoconScalar)Value(quoted)).Text);
            Assert.DoesNotContain(quoted, char.IsControl);
            var again = (HoconScalar)Value(HoconWriter.Write(Value(quoted)));
            Assert.Equal((text.Get, false), (again.Text, again.IsNull));
            Assert.Equal(text.Get, Assert.Single(HoconDocument.Parse($"{HoconWriter.WriteKey(text.Get)} = 1", "x").Value.Fields).Key);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static HoconValue Value(string text) => HoconDocument.Parse($"v = {text}", "x").Value.Fields[0].Value;
}
