using ActorInference.Configuration;

namespace ActorInference.Tests.Configuration;

public sealed class HoconSubstitutionTests
{
    private static readonly HoconOptions Options = new()
    {
        Environment = name => name == "HOME" ? "/home/me" : null,
        ReadFile = _ => (string?)null,
    };

    [Theory]
    [InlineData("a=${b}, b=1", "{a:1,b:1}")]
    [InlineData("a=${b.c}, b={c=[1,{d=2}]}", "{a:[1,{d:2}],b:{c:[1,{d:2}]}}")]
    [InlineData("a=${HOME}/x", "{a:/home/me/x}")]
    [InlineData("HOME=mine, a=${HOME}", "{HOME:mine,a:mine}")]
    [InlineData("a=${?none}, b=1", "{b:1}")]
    [InlineData("a=1, a=${?none}", "{a:1}")]
    [InlineData("a=[1, ${?none}, 2]", "{a:[1,2]}")]
    [InlineData("a=x${?none}y", "{a:xy}")]
    [InlineData("a=${?none} ${?none}", "{}")]
    [InlineData("a=${b} ${b}!, b=x", null)]
    [InlineData("a=${b}  ${b}, b=x", "{a:x  x,b:x}")]
    [InlineData("a=${b} [3], b=[1,2]", "{a:[1,2,3],b:[1,2]}")]
    [InlineData("a=${b} {x=2, y=3}, b={x=1,z=0}", "{a:{x:2,z:0,y:3},b:{x:1,z:0}}")]
    [InlineData("a=${b}, a={x=2}, b={x=1,z=0}", "{a:{x:2,z:0},b:{x:1,z:0}}")]
    [InlineData("a={x=2}, a=${b}, b={x=1,z=0}", "{a:{x:1,z:0},b:{x:1,z:0}}")]
    [InlineData("a={p={x=1}}, a=${b}, a={p={y=3}}, b={p={y=2,z=4}}", "{a:{p:{x:1,y:3,z:4}},b:{p:{y:2,z:4}}}")]
    [InlineData("path=a, path=${path}\":b\", path=${path}\":c\"", "{path:a:b:c}")]
    [InlineData("path=[a], path=${path} [b]", "{path:[a,b]}")]
    [InlineData("path=${?path}x", "{path:x}")]
    [InlineData("a={b=1,c=${a.b}}", "{a:{b:1,c:1}}")]
    [InlineData("bar={foo=42,baz=${bar.foo}}, bar={foo=43}", "{bar:{foo:43,baz:43}}")]
    [InlineData("bar={a=${foo.d},b=1}, bar.b=3, foo={c=${bar.b},d=2}, foo.d=4", "{bar:{a:4,b:3},foo:{c:3,d:4}}")]
    [InlineData("a=1, b=${a}, a=2", "{a:2,b:2}")]
    [InlineData("a=${none}, a=5", "{a:5}")]
    [InlineData("a=${none}, a=${b}, b=5", "{a:5,b:5}")]
    [InlineData("a=${b}, a={y=${a.x}}, b={x=1}", "{a:{x:1,y:1},b:{x:1}}")]
    [InlineData("a={x={y=1}}, a=${b}, c=${a.x}, b={x={z=2}}", "{a:{x:{y:1,z:2}},c:{y:1,z:2},b:{x:{z:2}}}")]
    [InlineData("c=${a.x.z}, a=${b}, a={x={y=1}}, b={x={z=2}}", "{c:2,a:{x:{z:2,y:1}},b:{x:{z:2}}}")]
    [InlineData("c=${a.x}, a=${b}, a={x={y=1}}, b={x={z=2}}", "{c:{z:2,y:1},a:{x:{z:2,y:1}},b:{x:{z:2}}}")]
    [InlineData("a=${b}, a=[1], b={}", "{a:[1],b:{}}")]
    [InlineData("a=[${b}], b=1, a += ${b}", "{a:[1,1],b:1}")]
    [InlineData("a=${b}, b=[1], a += 2, a += 3", "{a:[1,2,3],b:[1]}")]
    [InlineData("a.b=[1], a.b += ${c}, c=2", "{a:{b:[1,2]},c:2}")]
    [InlineData("\"x.y\"=1, a=${\"x.y\"}", "{x.y:1,a:1}")]
    [InlineData("n=5, t=${n}ms", "{n:5,t:5ms}")]
    [InlineData("a=null, b=${a}", "{a:null,b:null}")]
    public void Substitution_gives_the_final_value(string text, string? expected)
    {
        var outcome = HoconDocument.Parse(text, "x.conf", Options);
        Assert.Equal(expected, outcome.TryGet(out var document, out _) ? HoconText.Of(document) : null);
    }

    [Theory]
    [InlineData("a=1\nb=x${none}", "2:4", "${none} has no value here")]
    [InlineData("a=${a}", "1:3", "${a} has no value here: it is set neither in the configuration (what refers to itself does not count) nor in the environment")]
    [InlineData("a=${b}\nb=${a}", "2:3", "${a} has no value here")]
    [InlineData("a={b=${a}}", "1:6", "${a} has no value here")]
    [InlineData("a=${b} x, b={}", "1:8", "cannot be joined")]
    [InlineData("a=${b}, a += 1, b={}", "1:14", "+= adds to an array, but the key holds an object")]
    public void Substitution_without_a_value_is_an_error(string text, string place, string reason)
    {
        Assert.False(HoconDocument.TryParse(text, "x.conf", Options, out _, out var error));
        Assert.Contains(reason, error!.Message);
        if (!reason.Contains("joined", StringComparison.Ordinal)) Assert.Equal(place, $"{error.Line}:{error.Column}");
    }
}
