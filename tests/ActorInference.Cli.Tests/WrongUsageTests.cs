namespace ActorInference.Cli.Tests;

public sealed class WrongUsageTests
{
    [Theory]
    [InlineData("error: frobnicate: there is no such command.\nThe commands are run, ", "frobnicate")]
    [InlineData("error: runn: there is no such command; did you mean run?\nThe commands are run, ", "runn", "m.onnx", "-o", "out")]
    [InlineData("error: config chekc: there is no such command; did you mean config check?\nThe commands are config check, ", "config", "chekc", "x.conf")]
    [InlineData("error: a command is missing.\nThe commands are run, ")]
    [InlineData("error: Unrecognized command or argument '--jsn'.", "--jsn", "run")]
    [InlineData("error: the argument <model> is missing: The ONNX file.\nerror: the argument <input> is missing: Pictures, ", "run", "-o", "out")]
    [InlineData("error: the argument <model> is missing: The ONNX file.\n'actorinfer inspect --help'", "inspect")]
    [InlineData("error: samples/media is a folder, and --out fr/%08d.png takes one video; name a video, or a folder for the results.", "run", "m.onnx", "samples/media", "-o", "fr/%08d.png")]
    [InlineData("error: samples/media is a folder, and --out out.mp4 takes one video; name a video, or a folder for the results.", "run", "m.onnx", "samples/media", "-o", "out.mp4")]
    [InlineData("The commands are run, predict, inspect, devices, verify, config, demo")]
    [InlineData("The commands are config check, config show.", "config")]
    [InlineData("'actorinfer config check --help' tells how it is used.", "config", "check", "--cores", "x")]
    [InlineData("as a whole number", "run", "m.onnx", "a.png", "-o", "out", "--quality", "x")]
    [InlineData("as a whole number", "run", "m.onnx", "a.png", "-o", "out", "--multiple", "x")]
    [InlineData("as a whole number", "run", "m.onnx", "a.png", "-o", "out", "--pixel-limit", "x")]
    [InlineData("as a number", "verify", ".", "--rtol", "x")]
    [InlineData("error: the name of the model file is empty.", "inspect", "")]
    [InlineData("error: the name of the model file is empty.", "predict", "")]
    [InlineData("error: --out: the name of the folder for results is empty", "demo", "-o", "")]
    [InlineData("error: --out: the name of the folder for results is empty", "run", "m.onnx", "README.md", "-o", "")]
    [InlineData("error: an input's name is empty", "run", "m.onnx", "", "-o", "out")]
    [InlineData("error: an input's name is empty", "predict", "models/cartoon/cartoon.onnx", "")]
    [InlineData("error: --siez: there is no such option, and no such file or folder; did you mean --size?", "run", "m.onnx", "README.md", "-o", "out", "--siez", "8")]
    [InlineData("error: --siez: there is no such option, and no such file or folder; did you mean --size?", "run", "m.onnx", "README.md", "-o", "out", "--siez=8")]
    [InlineData("error: --devices: there is no such option, and no such file or folder; did you mean --device?", "predict", "m.onnx", "x.npy", "--devices", "cpu")]
    [InlineData("error: --frobnicate: there is no such option, and no such file or folder; --help tells the options", "predict", "m.onnx", "x.npy", "--frobnicate")]
    [InlineData("error: -x: there is no such option, and no such file or folder; --help tells the options", "inspect", "-x")]
    [InlineData("error: -x: there is no such file.", "inspect", "--", "-x")]
    [InlineData("error: --siez: there is no such file or folder.", "run", "m.onnx", "-o", "out", "--", "--siez")]
    [InlineData("error: docs/*.xyz: no file fits this pattern", "run", "m.onnx", "docs/*.xyz", "-o", "out")]
    [InlineData("error: config: there is no picture and no video in this folder", "run", "m.onnx", "config", "-o", "out")]
    [InlineData("error: samples/media: all pictures and videos there lie in the output folder", "run", "m.onnx", "samples/media", "-o", "samples/media")]
    public async Task Wrong_usage_is_said_in_words_of_the_user(string words, params string[] arguments)
    {
        var finished = await Actorinfer.Run(arguments);
        Assert.Equal(2, finished.ExitCode);
        Assert.Empty(finished.Output);
        Assert.Contains(words, finished.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_usage_is_an_object_too_when_json_is_wanted()
    {
        var finished = await Actorinfer.Run("run", "m.onnx", "--json");
        Assert.Equal((2, 2), (finished.ExitCode, (int)finished.Json["exitCode"]!));
        Assert.Equal("invalid-input", (string?)finished.Json["error"]!["kind"]);
        Assert.Single(finished.Errors.Split('\n'), line => line.StartsWith("error: the argument <input> is missing: ", StringComparison.Ordinal));
    }
}
