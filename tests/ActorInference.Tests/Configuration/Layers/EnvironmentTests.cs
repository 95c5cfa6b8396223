using ActorInference.Configuration;

namespace ActorInference.Tests.Configuration.Layers;

public sealed class EnvironmentTests
{
    [Theory]
    [InlineData("ACTORINFERENCE_PREDICTOR_LANES", "3", "actorinference.predictor.lanes = 3")]
    [InlineData("ACTORINFERENCE_PREDICTOR_LANES", "null", "actorinference.predictor.lanes = null")]
    [InlineData("ACTORINFERENCE_PREDICTOR_DEVICE", "cuda:0, cpu", "actorinference.predictor.device = \"cuda:0, cpu\"")]
    [InlineData("ACTORINFERENCE_PREDICTOR_OUTPUTS", "[a, b]", "actorinference.predictor.outputs = [a, b]")]
    [InlineData("ACTORINFERENCE_PREDICTOR_WARM_UP_BATCH_SIZES", "[]", "actorinference.predictor.warm-up.batch-sizes = []")]
    [InlineData("ACTORINFERENCE_PREDICTOR_SESSION_PROVIDER_OPTIONS", "{ a = 1 }", "actorinference.predictor.session.provider-options.a = 1")]
    [InlineData("ACTORINFERENCE_PREDICTORS_MY_CARTOON_MODEL", "m.onnx", "actorinference.predictors.my-cartoon.model = m.onnx")]
    [InlineData("ACTORINFERENCE_PREDICTORS_MY_CARTOON_REQUIRED", "off", "actorinference.predictors.my-cartoon.required = off")]
    [InlineData("ACTORINFERENCE_PREDICTORS_MY_CARTOON_BATCH_MAX_SIZE", "2", "actorinference.predictors.my-cartoon.batch.max-size = 2")]
    [InlineData("ACTORINFERENCE_PIPELINES_A_B_ORDERED", "off", "actorinference.pipelines.\"a.b\".ordered = off")]
    [InlineData("ACTORINFERENCE_PICTURES_QUALITY", "80", "actorinference.pictures.quality = 80")]
    [InlineData("ACTORINFERENCE_VIDEO_FFMPEG_PROGRAM", "/opt/a b/ffmpeg", "actorinference.video.ffmpeg.program = /opt/a b/ffmpeg")]
    public void Each_leaf_has_a_variable(string name, string value, string setting)
    {
        var found = ConfigurationText.Load(Sources(name, value)).Settings().Single(one => one.Position.File == $"environment variable {name}");
        Assert.Equal(setting, found.ToString());
    }

    [Fact]
    public void No_two_leaves_have_the_same_variable()
    {
        var keys = ConfigurationText.Load((string?)null).Settings().Select(setting => setting.Key.ToUpperInvariant().Replace('.', '_').Replace('-', '_')).ToList();
        Assert.Equal(keys.Count, keys.Distinct().Count());
        foreach (var key in keys) Assert.DoesNotContain(ConfigurationErrors(key, "["), error => error.Message.Contains("sets nothing", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ACTORINFERENCE_PREDICTOR_BATCH_MAXSIZE", "; did you mean ACTORINFERENCE_PREDICTOR_BATCH_MAX_SIZE?")]
    [InlineData("ACTORINFERENCE_PREDICTOR", "; did you mean ACTORINFERENCE_PREDICTORS?")]
    [InlineData("ACTORINFERENCE_PREDICTORS_OTHER_MODEL", "sets nothing that there is")]
    [InlineData("ACTORINFERENCE_PIPELINE_COMPLETELY_DIFFERENT_FROM_ALL", "; 'actorinfer config show' lists the settings, and each has a variable")]
    public void Variable_of_a_section_that_means_nothing_is_an_error(string name, string words)
    {
        var error = Assert.Single(ConfigurationText.Errors(Sources(name, "1"))).ToString();
        Assert.StartsWith($"environment variable {name}: it sets nothing that there is", error, StringComparison.Ordinal);
        Assert.Contains(words, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ACTORINFERENCE_FFMPEG")]
    [InlineData("ACTORINFERENCE_LIBVIPS")]
    [InlineData("ACTORINFERENCE_ONNXRUNTIME")]
    [InlineData("ACTORINFERENCE_TEST_DATA")]
    [InlineData("ACTORINFERENCE_PREDICTORX")]
    [InlineData("PREDICTOR_LANES")]
    public void Variables_of_others_are_let_be(string name) => Assert.All(ConfigurationText.Load(Sources(name, "1")).Settings(), setting => Assert.True(setting.Position.Line > 0));

    [Fact]
    public void Empty_variable_counts_as_not_set() => Assert.Equal(4, ConfigurationText.Load(Sources("ACTORINFERENCE_PREDICTOR_LANES", "")).Options.Predictor.Lanes);

    [Theory]
    [InlineData("many", "environment variable ACTORINFERENCE_PREDICTOR_LANES: actorinference.predictor.lanes is \"many\"; write a whole number of at least 1.")]
    [InlineData("[1", "environment variable ACTORINFERENCE_PREDICTOR_LANES: this [ is never closed; write ] after its last item.")]
    [InlineData("9", "environment variable ACTORINFERENCE_PREDICTOR_LANES: actorinference.predictor.lanes does not fit: 9 lanes x 1 thread need 9 cores; this process may use 8; ask for fewer lanes or threads, or set allow-oversubscription = on.")]
    public void Wrong_value_names_its_variable(string value, string message) => Assert.Equal(message, ConfigurationErrors("ACTORINFERENCE_PREDICTOR_LANES", value)[0].ToString());

    private static IReadOnlyList<HoconError> ConfigurationErrors(string name, string value) => ConfigurationText.Errors(Sources(name, value));

    private static ConfigurationSources Sources(string name, string value) =>
        ConfigurationText.Sources("actorinference { predictor.lanes = 4, predictors { my-cartoon { model = x } }, pipelines { \"a.b\" {} } }") with
        {
            Environment = new Dictionary<string, string> { [name] = value },
        };
}
