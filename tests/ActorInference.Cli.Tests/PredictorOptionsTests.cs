using System.Text.Json.Nodes;

namespace ActorInference.Cli.Tests;

/// <summary>The options that <c>predict</c> and <c>run</c> share: device, lanes, threads, batch, within.</summary>
public sealed class PredictorOptionsTests : IDisposable
{
    private static readonly int Cores = Environment.ProcessorCount;

    private readonly TemporaryFolder _folder = new();

    public PredictorOptionsTests() => SamplePictures.WriteNegativeAndInputs(_folder);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--lanes must be 1 or more, not 0.", "--lanes", "0")]
    [InlineData("--lanes must be 1 or more, not -1.", "--lanes", "-1")]
    [InlineData("--threads must be 0 or more, not -1.", "--threads", "-1")]
    [InlineData("--batch must be 1 to 65536, not 0.", "--batch", "0")]
    [InlineData("--batch must be 1 to 65536, not 65537.", "--batch", "65537")]
    [InlineData("--within must be a duration from 0 to 1 minute, such as 5ms or 1s, not '-1'.", "--within", "-1")]
    [InlineData("--within must be a duration from 0 to 1 minute, such as 5ms or 1s, not '-5ms'.", "--within", "-5ms")]
    [InlineData("not '5'.", "--within", "5")]
    [InlineData("not '61s'.", "--within", "61s")]
    [InlineData("not 'soon'.", "--within", "soon")]
    [InlineData("; ask for fewer lanes or threads, or set allow-oversubscription = on", "--lanes", "10000")]
    [InlineData("; ask for fewer lanes or threads, or set allow-oversubscription = on", "--threads", "10000")]
    [InlineData("; ask for fewer lanes or threads, or set allow-oversubscription = on", "--lanes", "10000", "--threads", "0")]
    [InlineData("--device: '' names no device", "--device", "")]
    [InlineData("--device: '' names no device", "--device", "cpu, ")]
    [InlineData("--device: 'cpu+cpu' names a device twice.", "--device", "cpu+cpu")]
    public async Task What_means_nothing_is_refused_in_one_line_by_both_commands(string words, params string[] options)
    {
        foreach (var finished in new[] { await Predict(options), await Run(options) })
        {
            Assert.True(finished.ExitCode == 2, finished.ToString());
            Assert.Contains(words, Assert.Single(finished.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
            Assert.Equal("invalid-input", (string?)finished.Json["error"]!["kind"]);
        }

        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Theory]
    [InlineData("--lanes")]
    [InlineData("--threads")]
    [InlineData("--batch")]
    public async Task Number_that_is_none_is_refused_in_words_of_the_user(string option)
    {
        foreach (var finished in new[] { await Predict(option, "many"), await Run(option, "many") })
        {
            Assert.Equal(2, finished.ExitCode);
            Assert.Contains("as a whole number", finished.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("System.", finished.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Devices_of_which_none_works_are_listed_each_with_its_reason()
    {
        foreach (var finished in new[] { await Predict("--device", "warp:3, coreml"), await Run("--device", "warp:3, coreml") })
        {
            if (OperatingSystem.IsMacOS()) return; // Core ML works there
            Assert.True(finished.ExitCode == 2, finished.ToString());
            var line = Assert.Single(finished.Errors.TrimEnd().Split('\n'));
            Assert.Contains("model.onnx runs on none of warp:3, coreml: warp:3: ", line, StringComparison.Ordinal);
            Assert.Contains("; coreml: ", line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task First_device_that_works_is_taken_and_named()
    {
        foreach (var finished in new[] { await Predict("--device", "warp:3, cpu"), await Run("--device", "warp:3, cpu") })
        {
            Assert.True(finished.ExitCode == 0, finished.ToString());
            Assert.Equal("cpu", (string?)finished.Json["device"]);
            Assert.Contains("model.onnx on cpu: ", finished.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_prediction_gets_all_cores_and_many_pictures_get_a_lane_for_each()
    {
        Assert.Equal((1, Cores), Plan((await Predict()).Json));
        Assert.Equal((Cores, 1), Plan((await Run()).Json));
    }

    [Fact]
    public async Task Lanes_and_threads_are_as_told_and_said()
    {
        foreach (var finished in new[] { await Predict("--lanes", "1", "--threads", "1"), await Run("--lanes", "1", "--threads", "1") })
        {
            Assert.True(finished.ExitCode == 0, finished.ToString());
            Assert.Equal((1, 1), Plan(finished.Json));
            Assert.Contains("1 lane x 1 thread on ", finished.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_prediction_waits_for_no_company_and_says_so()
    {
        var finished = await Predict("--batch", "8", "--within", "1m");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Contains("--within: one prediction has no company to wait for; it runs at once", finished.Errors, StringComparison.Ordinal);
        Assert.True((double)finished.Json["seconds"]! < 50, finished.ToString());
        Assert.DoesNotContain("--within", (await Predict("--batch", "8")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Threads_0_are_all_cores_shared_out_among_the_lanes()
    {
        Assert.Equal((1, Cores), Plan((await Run("--threads", "0")).Json));
        Assert.Equal((Cores, 1), Plan((await Run("--threads", "0", "--lanes", $"{Cores}")).Json));
    }

    [Fact]
    public async Task Verify_still_has_its_own_device_and_threads()
    {
        var finished = await Actorinfer.RunIn(_folder.Path, "verify", ".", "--device", "warp drive");
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains("--device: 'warp drive' names no device", finished.Errors, StringComparison.Ordinal);
        Assert.Contains("--threads must be 0 or more, not -1.", (await Actorinfer.RunIn(_folder.Path, "verify", ".", "--threads", "-1")).Errors, StringComparison.Ordinal);
    }

    private static (int Lanes, int Threads) Plan(JsonObject json) => ((int)json["lanes"]!, (int)json["threads"]!);

    private Task<Finished> Predict(params string[] options) => Actorinfer.RunIn(_folder.Path, ["predict", "model.onnx", "x.npy", "--json", .. options]);

    private Task<Finished> Run(params string[] options) => Actorinfer.RunIn(_folder.Path, ["run", "model.onnx", "a.png", "-o", "out", "--json", .. options]);
}
