using ActorInference.Configuration;

namespace ActorInference.Tests.Configuration;

public sealed class HoconSyntaxTests
{
    [Theory]
    [InlineData("a=1", "{a:1}")]
    [InlineData("{ \"a\" : 1 }", "{a:1}")]
    [InlineData("{ \"a\"\n:\n1 }\n\n", "{a:1}")]
    [InlineData("\uFEFFa=1", "{a:1}")]
    [InlineData("a=1\r\nb=2\r\n", "{a:1,b:2}")]
    [InlineData("a=1,b=2,", "{a:1,b:2}")]
    [InlineData("a=1\n,\nb=2", "{a:1,b:2}")]
    [InlineData("", "{}")]
    [InlineData(" # nothing\n// at all", "{}")]
    [InlineData("{}", "{}")]
    [InlineData("a=1 # one\nb=2 // two", "{a:1,b:2}")]
    [InlineData("a.b.c=1", "{a:{b:{c:1}}}")]
    [InlineData("\"a.b\".c=1", "{a.b:{c:1}}")]
    [InlineData("a\"b\"c.d=1", "{abc:{d:1}}")]
    [InlineData("\"\".\"\"=1", "{:{:1}}")]
    [InlineData("a b c = 1", "{a b c:1}")]
    [InlineData("a { b=1 }", "{a:{b:1}}")]
    [InlineData("a\n{ b=1 }", "{a:{b:1}}")]
    [InlineData("a={b=1}\na={c=2}", "{a:{b:1,c:2}}")]
    [InlineData("a.b=1\na.c=2\na.b=3", "{a:{b:3,c:2}}")]
    [InlineData("a={b=1}, a=5, a={c=2}", "{a:{c:2}}")]
    [InlineData("a={b=1}, a=null", "{a:null}")]
    [InlineData("a={b=1} {c=2}", "{a:{b:1,c:2}}")]
    [InlineData("a=[1,2,\n3\n4]", "{a:[1,2,3,4]}")]
    [InlineData("a=[]", "{a:[]}")]
    [InlineData("a=[1,2,]", "{a:[1,2]}")]
    [InlineData("a=[1] [2]", "{a:[1,2]}")]
    [InlineData("a=[[1],{b=2}]", "{a:[[1],{b:2}]}")]
    [InlineData("a+=1\na+=2", "{a:[1,2]}")]
    [InlineData("a=[0]\na+=[1]\na += {b=2}", "{a:[0,[1],{b:2}]}")]
    [InlineData("a = hello   big world  # end", "{a:hello   big world}")]
    [InlineData("a = x \"y  z\" w", "{a:x y  z w}")]
    [InlineData("a = \"x\\n\\t\\\"\\\\\\/\\u00e4\"", "{a:x\n\t\"\\/ä}")]
    [InlineData("a = \"\"\"x \"y\"\n\\z\"\"\"\"\nb=1", "{a:x \"y\"\n\\z\",b:1}")]
    [InlineData("a = \"\"", "{a:}")]
    [InlineData("a = \"\"\"\"\"\"", "{a:}")]
    [InlineData("a=1e+5, b=-2.5E-3, c=80%, d=c:\\x", null)]
    [InlineData("a=1e+5, b=-2.5E-3, c=80%", "{a:1e+5,b:-2.5E-3,c:80%}")]
    [InlineData("a=/usr/lib, b=x/y.onnx", "{a:/usr/lib,b:x/y.onnx}")]
    [InlineData("includes=1, include=2", "{includes:1,include:2}")]
    [InlineData("include.x=2", "{include:{x:2}}")]
    [InlineData("true=false", "{true:false}")]
    [InlineData("10.5=1", "{10:{5:1}}")]
    public void Document_is_read(string text, string? expected)
    {
        var outcome = HoconDocument.Parse(text, "x.conf");
        Assert.Equal(expected, outcome.TryGet(out var document, out _) ? HoconText.Of(document) : null);
    }

    [Theory]
    [InlineData("a=", "1:3", "a value is missing")]
    [InlineData("a=\nb=1", "2:2", "'=' must be in quotes")]
    [InlineData("\n  a", "2:3", "a has no value; write a = ...")]
    [InlineData("a.b c=1\nx y", "2:1", "x y has no value")]
    [InlineData("=1", "1:1", "a key is missing before '='")]
    [InlineData("a..b=1", "1:3", "a part of this key is empty")]
    [InlineData(".b=1", "1:1", "a part of this key is empty")]
    [InlineData("a.=1", "1:3", "ends in a dot")]
    [InlineData("a. b=1", "1:3", "space beside the dot")]
    [InlineData("a .b=1", "1:2", "space beside the dot")]
    [InlineData("a$b=1", "1:2", "'$' cannot be part of a key")]
    [InlineData("a={b=1", "1:3", "this { is never closed")]
    [InlineData("a=[1", "1:3", "this [ is never closed")]
    [InlineData("a=1}", "1:4", "this } has no { before it")]
    [InlineData("a=1\n}", "2:1", "this } has no { before it")]
    [InlineData("{a=1} b", "1:7", "nothing may follow the closing brace")]
    [InlineData("[1]", "1:1", "an object, not an array")]
    [InlineData("a=1,,b=2", "1:5", "before this comma there is no key")]
    [InlineData("a=[1,,2]", "1:6", "a value is missing")]
    [InlineData(",a=1", "1:1", "before this comma there is no key")]
    [InlineData("a=1 b=2", "1:6", "'=' must be in quotes")]
    [InlineData("a=1 \"x\" ]", "1:9", "']' cannot follow a value")]
    [InlineData("a=[1}", "1:5", "'}' cannot follow a value")]
    [InlineData("a={b=1]", "1:7", "']' cannot follow a value")]
    [InlineData("a=\"x\nb=1", "1:3", "this quote is never closed on its line")]
    [InlineData("a=\"x", "1:3", "this quote is never closed on its line")]
    [InlineData("a=\"\"\"x\"\"", "1:3", "this \"\"\" is never closed")]
    [InlineData("a=\"\\x\"", "1:4", "this escape is unknown")]
    [InlineData("a=\"\\u12\"", "1:4", "this escape is unknown")]
    [InlineData("a=x@y", "1:4", "'@' must be in quotes")]
    [InlineData("a=@", "1:3", "'@' must be in quotes")]
    [InlineData("a=$x", "1:3", "'$' must be in quotes")]
    [InlineData("a=http://x", "1:7", "':' must be in quotes")]
    [InlineData("a=${b", "1:3", "this substitution is never closed")]
    [InlineData("a=${b\n}", "1:3", "this substitution is never closed")]
    [InlineData("a=${}", "1:5", "a key is missing before '}'")]
    [InlineData("a=${b.}", "1:7", "ends in a dot")]
    [InlineData("a=1 {b=2}", "1:5", "a text and an object cannot be joined")]
    [InlineData("a=[1] x", "1:7", "an array and a text cannot be joined")]
    [InlineData("a=5\na+=1", "2:4", "+= adds to an array, but the key holds a text")]
    [InlineData("include url(\"x\")", "1:9", "only files are included")]
    [InlineData("include required(file(\"x\")", "1:27", "a ) is missing")]
    [InlineData("a=[{include \"x\"}]", "1:5", "an include inside an array")]
    public void Error_says_where_and_what_would_be_right(string text, string place, string reason)
    {
        Assert.False(HoconDocument.TryParse(text, "x.conf", HoconOptions.Default, out _, out var error));
        Assert.Equal(place, $"{error!.Line}:{error.Column}");
        Assert.Contains(reason, error.Message);
        Assert.Equal($"invalid-input: x.conf:{place}: {error.Message}", HoconDocument.Parse(text, "x.conf").Failure?.ToString());
    }

    [Fact]
    public void Values_and_keys_know_their_places()
    {
        var document = HoconDocument.Parse("a {\n  b = 1\n}\na.c =\n   [x, {d = 2}]", "x.conf").Value;
        Assert.True(document.TryGetField("a", out var a));
        Assert.Equal("x.conf:4:1", a.Position.ToString());
        Assert.True(document.TryGet("a.b", out var b));
        Assert.Equal("x.conf:2:7", b.Position.ToString());
        Assert.True(document.TryGet("a.c", out var c));
        Assert.Equal("x.conf:5:4", c.Position.ToString());
        Assert.Equal("x.conf:5:8", ((HoconArray)c).Items[1].Position.ToString());
        Assert.False(document.TryGet("a.b.c", out _));
        Assert.False(document.TryGet("a.z", out _));
    }

    [Theory]
    [InlineData("a = 1\na = 2", "x.conf:2:1")]
    [InlineData("a = 1\na = ${?none}", "x.conf:1:1")]
    [InlineData("a = ${?none}\na = 1\n", "x.conf:2:1")]
    [InlineData("b = 1\na = ${b}", "x.conf:2:1")]
    [InlineData("a = [1]\na += 2", "x.conf:2:1")]
    [InlineData("a = [1]\na += ${?none}", "x.conf:2:1")]
    [InlineData("a { b = 1 }\na { c = 2 }", "x.conf:2:1")]
    [InlineData("a { b = 1 }\na = ${?none}", "x.conf:1:1")]
    [InlineData("a = 1\na { b = 2 }", "x.conf:2:1")]
    public void Key_is_where_its_value_comes_from(string text, string position)
    {
        Assert.True(HoconDocument.Parse(text, "x.conf").Value.TryGetField("a", out var a));
        Assert.Equal(position, a.Position.ToString());
    }

    [Fact]
    public void Quoted_null_is_a_text()
    {
        var document = HoconDocument.Parse("a = null, b = \"null\", c = null x", "x.conf").Value;
        Assert.Equal([true, false, false], document.Fields.Select(field => ((HoconScalar)field.Value).IsNull));
    }
}
