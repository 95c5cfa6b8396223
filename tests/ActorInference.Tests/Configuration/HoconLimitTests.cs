using System.Text;
using ActorInference.Configuration;
using FsCheck;
using FsCheck.Fluent;

namespace ActorInference.Tests.Configuration;

/// <summary>No text takes the process down, hangs it or fills its memory.</summary>
public sealed class HoconLimitTests
{
    private const string Sample = """
        # A document with a bit of everything
        include "other.conf"
        name = Cartoon, "quoted key" : "a \"text\"\u00e4\n"
        picture { layout = NCHW, range = [0, 255], size { w = 224, h = ${picture.size.w} } }
        long = \"\"\"three "quotes"\"\"\"
        path = ${?HOME}"/x" // comment
        path = ${path}":more"
        list += 1
        list = ${list} [2, { a.b.c = 3 }]
        base = { x = 1 } { y = 2 }
        derived = ${base} { y = 3 }
        wait = 5 ms
        rate = 1.5e+3
        """;

    private static readonly string Whole = Sample.Replace("\\\"", "\"", StringComparison.Ordinal);

    private static readonly HoconOptions Options = new() { Environment = _ => null, ReadFile = _ => "other = ${name}\ndeep.list += 5" };

    [Theory]
    [InlineData("{")]
    [InlineData("[")]
    [InlineData("a{")]
    [InlineData("a=[")]
    [InlineData("a.")]
    [InlineData("${")]
    [InlineData("{}")]
    [InlineData("\"")]
    [InlineData("a={a=[")]
    [InlineData("}")]
    [InlineData("+=")]
    [InlineData("a,")]
    public void A_hundred_thousand_of_anything_is_answered(string piece)
    {
        foreach (var start in new[] { "", "a=", "a=1\na=", "a=[" })
        {
            var text = start + string.Concat(Enumerable.Repeat(piece, 100_000));
            AssertAnswered(text);
        }
    }

    [Fact]
    public void Nesting_up_to_the_limit_is_read_even_on_a_small_stack()
    {
        const int Deepest = HoconDocument.MaxDepth - 1;
        var arrays = $"a={new string('[', Deepest)}{new string(']', Deepest)}";
        var objects = $"{string.Concat(Enumerable.Repeat("a{", Deepest))}{new string('}', Deepest)}";
        var path = $"{string.Join('.', Enumerable.Repeat("a", Deepest))}=1";
        var chain = string.Join('\n', Enumerable.Range(0, 100).Select(i => $"a{i + 1}=[${{a{i}}}]").Prepend("a0=1"));
        var references = string.Join('\n', Enumerable.Range(0, 120).Select(i => $"a{i}=x${{a{i + 1}}}").Append("a120=1"));
        OnSmallStack(() =>
        {
            AssertRead(arrays);
            AssertRead(objects);
            AssertRead(path);
            AssertRead(references);
            Assert.Contains("more than 64 deep", HoconDocument.Parse(chain, "x").Failure?.Message);
            Assert.Contains("more than 64 deep", HoconDocument.Parse($"a=[{arrays[2..]}]", "x").Failure?.Message);
        });
    }

    [Fact]
    public void Long_chain_of_substitutions_is_an_error_and_not_a_stack_overflow()
    {
        var forward = string.Join('\n', Enumerable.Range(0, 100_000).Select(i => $"a{i}=${{a{i + 1}}}").Append("a100000=1"));
        var nested = string.Join('\n', Enumerable.Range(0, 1000).Select(i => $"a{i}={new string('[', 60)}${{a{i + 1}}}{new string(']', 60)}").Append("a1000=1"));
        var backward = string.Join('\n', Enumerable.Range(0, 100_000).Select(i => $"a{i + 1}=${{a{i}}}").Prepend("a0=1"));
        OnSmallStack(() =>
        {
            Assert.Contains("steps deep", HoconDocument.Parse(forward, "x").Failure?.Message);
            Assert.Contains("deep", HoconDocument.Parse(nested, "x").Failure?.Message);
            AssertRead(backward);
        });
    }

    [Fact]
    public void Text_that_doubles_itself_is_stopped()
    {
        var text = string.Join('\n', Enumerable.Range(0, 64).Select(i => $"a{i + 1}=${{a{i}}}${{a{i}}}").Prepend("a0=x"));
        Assert.Contains("too large", HoconDocument.Parse(text, "x").Failure?.Message);
        var arrays = string.Join('\n', Enumerable.Range(0, 64).Select(i => $"a{i + 1}=${{a{i}}} ${{a{i}}}").Prepend("a0=[x]"));
        Assert.Contains("too large", HoconDocument.Parse(arrays, "x").Failure?.Message);
        var shared = string.Join('\n', Enumerable.Range(0, 50).Select(i => $"a{i + 1}=[${{a{i}}},${{a{i}}}]").Prepend("a0=[x]"));
        AssertRead(shared);
    }

    [Fact]
    public void Work_is_linear_in_the_document()
    {
        // Counted in bytes allocated, which no busy machine can change: twice the document must not take much more than twice of them.
        Func<int, string>[] lines =
        [
            i => $"a.b.c{i}=1", _ => "a+=1", i => $"a{{b{i}=1}}", _ => "a=${?b}", _ => "a=1", _ => "a=${?a}", i => $"k{i}=[1,2] [3]", i => $"k{i}=${{?k{i - 1}}}", _ => "# nothing",
        ];
        foreach (var line in lines) AssertLinear(count => string.Join('\n', Enumerable.Range(0, count).Select(line)), 10_000);
        foreach (var part in new[] { "[x] ", "{x=1} ", "\"x\" ", "x   " }) AssertLinear(count => $"a={string.Concat(Enumerable.Repeat(part, count))}", 10_000);
        AssertLinear(count => $"a={string.Concat(Enumerable.Range(0, count).Select(i => $"{{x{i}=1}} "))}", 10_000);
    }

    [Fact]
    public void Document_cut_at_any_offset_is_answered()
    {
        Assert.True(HoconDocument.Parse(Whole, "x", Options).Succeeded, HoconDocument.Parse(Whole, "x", Options).ToString());
        for (var length = 0; length < Whole.Length; length++) AssertAnswered(Whole[..length]);
    }

    [Fact]
    public void Document_with_any_characters_changed_is_answered() =>
        Prop.ForAll(
            Arb.From(
                from edits in Gen.NonEmptyListOf(from at in Gen.Choose(0, Whole.Length - 1) from what in Gen.Elements("{}[]:=,+#\"\\.$?\n \0\uD800/ax1".ToCharArray()) select (at, what))
                select edits),
            edits =>
            {
                var text = new StringBuilder(Whole);
                foreach (var (at, what) in edits) text[at] = what;
                AssertAnswered(text.ToString());
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Any_row_of_tokens_is_answered() =>
        Prop.ForAll(
            Arb.From(Gen.NonEmptyListOf(Gen.Elements("{", "}", "[", "]", "=", ":", "+=", ",", "\n", "a", "b.c", ".", "${a}", "${?b.c}", "${", "\"x\"", "\"\"\"", "include \"o\"", " ", "//", "#", "1", "null"))),
            tokens => AssertAnswered(string.Concat(tokens))).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    private static void AssertRead(string text) => Assert.Null(HoconDocument.Parse(text, "x").Failure);

    private static void AssertAnswered(string text)
    {
        if (HoconDocument.TryParse(text, "x", Options, out var document, out var error))
        {
            Assert.NotNull(HoconText.Of(document));
            return;
        }

        Assert.DoesNotContain(error.ToString(), char.IsControl);
        Assert.Matches(@"(?<!\?)[.?]$", error.Message);
        Assert.InRange(error.Line, 1, text.Count(c => c == '\n') + 1);
        Assert.True(error.Column >= 1);
    }

    private static void AssertLinear(Func<int, string> document, int count)
    {
        var (once, twice) = (document(count), document(2 * count));
        Assert.InRange(Allocated(twice), 0, (2.7 * Allocated(once)) + 10_000);
    }

    private static double Allocated(string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertRead(text);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void OnSmallStack(Action action)
    {
        // 512 KiB is what macOS gives a thread that asks for nothing.
        Exception? thrown = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception problem)
                {
                    thrown = problem;
                }
            },
            512 << 10);
        thread.Start();
        thread.Join();
        if (thrown is not null) throw new InvalidOperationException(thrown.Message, thrown);
    }
}
