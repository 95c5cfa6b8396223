using System.Text;
using ActorInference.Configuration;
using FsCheck;
using FsCheck.Fluent;

namespace ActorInference.Tests.Configuration.Layers;

/// <summary>Whatever stands in a file, the environment or a setting is answered: by options or by errors.</summary>
public sealed class LoadFuzzTests
{
    private static readonly string Whole = File.ReadAllText(Path.Combine(ActorInference.TestKit.TestData.Repository, "HOCON.conf")).Replace("predictors {}", "predictors { a { model = m.onnx, lanes = 2, batch { max-size = 2 } } }", StringComparison.Ordinal);

    private static readonly string Short = string.Join('\n', Whole.Split('\n').Where(line => !line.TrimStart().StartsWith('#') && line.Length > 0));

    private static readonly string[] Keys = [.. ConfigurationText.Load((string?)null).Settings().Select(setting => setting.Key), "actorinference.predictors.a.lanes", "actorinference.predictor", "actorinference", "serilog", "x"];

    [Fact]
    public void Defaults_as_a_file_are_right_and_cut_at_any_offset_are_answered()
    {
        Assert.Empty(OptionsComparison.Differences(new PredictorOptions(), ConfigurationText.Load(ConfigurationText.Sources(Short) with { Memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes }).Options.Predictor));
        for (var length = 0; length < Short.Length; length += 7) AssertAnswered(ConfigurationText.Sources(Short[..length]));
    }

    [Fact]
    public void File_with_any_characters_changed_is_answered() =>
        Prop.ForAll(
            Arb.From(
                from edits in Gen.NonEmptyListOf(from at in Gen.Choose(0, Short.Length - 1) from what in Gen.Elements("{}[]:=,+#\"\\.$?\n \0\uD800/ax1-%9".ToCharArray()) select (at, what))
                select edits),
            edits =>
            {
                var text = new StringBuilder(Short);
                foreach (var (at, what) in edits) text[at] = what;
                AssertAnswered(ConfigurationText.Sources(text.ToString()));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Any_value_of_any_key_from_any_layer_is_answered() =>
        Prop.ForAll(
            Arb.From(
                from settings in Gen.NonEmptyListOf(
                    from key in Gen.Elements(Keys)
                    from value in Gen.OneOf(
                        Gen.Elements("", "0", "-1", "1", "99999999999999999999", "1e300", "NaN", "null", "[]", "[1]", "[[1, [2]], {}]", "{}", "{ a = 1 }", "{ a { b = [1] } }", "[", "{ ]", "5%", "100%", "1ns", "1e300d", "5ms", "1B", "1e9TB", "cpu", "cuda:0+cpu, x", "on"),
                        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""))
                    from layer in Gen.Choose(0, 3)
                    select (key, value, layer))
                select settings),
            settings =>
            {
                var file = string.Join('\n', settings.Where(setting => setting.layer == 0).Select(setting => $"{setting.key} = {setting.value}"));
                AssertAnswered(ConfigurationText.Sources(file) with
                {
                    Environment = settings.Where(setting => setting.layer == 1).ToLookup(setting => setting.key.ToUpperInvariant().Replace('.', '_').Replace('-', '_'), setting => setting.value).ToDictionary(group => group.Key, group => group.First()),
                    Defaults = [.. settings.Where(setting => setting.layer == 2).Select(setting => new ConfigurationSetting(setting.key, setting.value, "the program"))],
                    Settings = [.. settings.Where(setting => setting.layer == 3).Select(setting => new ConfigurationSetting(setting.key, setting.value, "--option"))],
                });
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Work_is_linear_in_the_file()
    {
        Func<int, string>[] lines =
        [
            i => $"actorinference.predictors.p{i}.model = m", i => $"actorinference.predictors.p{i}.modl = m", i => $"actorinference.predictor.x{i} = 1", i => $"actorinference.pipelines.{new string('p', 100)}{i} {{}}",
            i => $"actorinference.predictor.session.configuration-entries.a.b{i} = 1",
        ];
        foreach (var line in lines) AssertLinear(count => string.Join('\n', Enumerable.Range(0, count).Select(line)));
        AssertLinear(count => $"actorinference.predictor.session.provider-options {{ {new string('a', 20 * count)} {{ {string.Join('\n', Enumerable.Range(0, count).Select(i => $"b{i} = 1"))} }} }}");
        AssertLinear(count => $"actorinference.predictors {{ {new string('a', 20 * count)} {{ {string.Join('\n', Enumerable.Range(0, count).Select(i => $"b{i} = 1"))} }} }}");
    }

    private static void AssertLinear(Func<int, string> text)
    {
        const int Count = 1000;
        Allocated(text(1));
        var (once, twice) = (Allocated(text(Count)), Allocated(text(2 * Count)));
        Assert.InRange(twice, 0, (2.7 * once) + 1_000_000);
    }

    private static double Allocated(string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        ActorInferenceConfiguration.TryLoad(ConfigurationText.Sources(text), out _, out _);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void AssertAnswered(ConfigurationSources sources)
    {
        if (ActorInferenceConfiguration.TryLoad(sources, out var configuration, out var errors))
        {
            Assert.Empty(errors);
            foreach (var setting in configuration.Settings()) Assert.DoesNotContain(setting.ToString(), char.IsControl);
            return;
        }

        Assert.NotEmpty(errors);
        foreach (var error in errors)
        {
            Assert.DoesNotContain(error.ToString(), char.IsControl);
            Assert.Matches(@"(?<!\?)[.?]$", error.Message);
        }
    }
}
