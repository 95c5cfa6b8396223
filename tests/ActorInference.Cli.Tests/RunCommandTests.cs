using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ActorInference.Cli.Tests;

public sealed class RunCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_writes_every_picture_in_its_place_and_says_what_it_assumed()
    {
        SamplePictures.Write(_folder.File("in/a.png"));
        SamplePictures.Write(_folder.File("in/sub/b.png"));
        var finished = await Run("in", "-o", "out");

        Assert.Equal(0, finished.ExitCode);
        Assert.Contains("2 of 2 pictures written to out", finished.Output, StringComparison.Ordinal);
        Assert.Contains("assumed, because neither options nor a manifest say: colors RGB, range 0..1", finished.Errors, StringComparison.Ordinal);
        Assert.Equal((5, 245, 195), SamplePictures.Pixel(_folder.File("out/a.png"), 1, 1));
        Assert.Equal((5, 245, 195), SamplePictures.Pixel(_folder.File("out/sub/b.png"), 1, 1));
    }

    [Fact]
    public async Task Json_is_one_object_on_standard_output_and_nothing_else()
    {
        SamplePictures.Write(_folder.File("a.png"));
        File.WriteAllText(_folder.File("broken.png"), "no picture");
        var finished = await Run("a.png", "broken.png", "-o", "out", "--json");

        Assert.Equal(1, finished.ExitCode);
        var json = finished.Json;
        Assert.Equal((2, 1, 1, 0, 1), ((int)json["items"]!, (int)json["succeeded"]!, (int)json["failed"]!, (int)json["cancelled"]!, (int)json["exitCode"]!));
        var failure = Assert.Single(json["failures"]!.AsArray())!;
        Assert.Equal(("broken.png", "invalid-input"), ((string?)failure["input"], (string?)failure["kind"]));
        Assert.Equal("out/a.png", (string?)Assert.Single(json["outputs"]!.AsArray())!["output"]);
        Assert.True(File.Exists(_folder.File("out/a.png")));
    }

    [Fact]
    public async Task One_bad_picture_is_one_line_and_stops_no_other()
    {
        SamplePictures.Write(_folder.File("in/a.png"));
        File.WriteAllBytes(_folder.File("in/b.jpg"), []);
        SamplePictures.Write(_folder.File("in/c.png"));
        var finished = await Run("in", "-o", "out");

        Assert.Equal(1, finished.ExitCode);
        Assert.Single(finished.Errors.Split('\n'), line => line.StartsWith("error: in/b.jpg:", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", finished.Errors, StringComparison.Ordinal);
        Assert.Equal(["a.png", "c.png"], Directory.GetFiles(_folder.File("out")).Select(path => Path.GetFileName(path)).Order());
    }

    [UnixFact]
    public async Task Name_with_a_line_break_or_a_colour_is_still_one_plain_line()
    {
        Directory.CreateDirectory(_folder.File("in"));
        File.WriteAllText(_folder.File("in/a\nb\u001b[31m[bold].png"), "no picture");
        var finished = await Run("in", "-o", "out");

        Assert.Equal(1, finished.ExitCode);
        Assert.Single(finished.Errors.Split('\n'), line => line.StartsWith("error: in/a b\uFFFD[31m[bold].png: ", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', finished.Errors);
    }

    [Fact]
    public async Task Names_never_collide_and_formats_that_cannot_be_written_become_png()
    {
        SamplePictures.Write(_folder.File("one/a.png"));
        SamplePictures.Write(_folder.File("two/a.png"));
        File.Move(SamplePictures.Write(_folder.File("one/temporary.png")), _folder.File("one/a.gif"));
        var finished = await Run("one", "two", "-o", "out");

        Assert.Equal(0, finished.ExitCode);
        Assert.Equal(["a.gif.png", "a.png", "a.png.png"], Directory.GetFiles(_folder.File("out")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("in/out")]
    [InlineData("in/out/")]
    public async Task Results_below_the_input_folder_are_no_inputs_of_the_next_run(string output)
    {
        SamplePictures.Write(_folder.File("in/a.png"));
        Assert.Equal(0, (await Run("in", "-o", output)).ExitCode);
        var again = await Run("in", "-o", output);

        Assert.Equal(0, again.ExitCode);
        Assert.Contains("1 of 1 pictures written", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_is_never_overwritten()
    {
        SamplePictures.Write(_folder.File("in/a.png"));
        var before = File.ReadAllBytes(_folder.File("in/a.png"));
        var finished = await Run("in/a.png", "-o", "in");

        Assert.Equal(2, finished.ExitCode);
        Assert.Contains("would be overwritten", finished.Errors, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_folder.File("in/a.png")));
    }

    [Fact]
    public async Task Results_below_an_input_folder_are_no_inputs_the_next_time()
    {
        SamplePictures.Write(_folder.File("in/a.png"));
        Assert.Equal(0, (await Run("in", "-o", "in/out")).ExitCode);
        Assert.Contains("1 of 1 pictures", (await Run("in", "-o", "in/out")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Globs_find_files_below_folders()
    {
        SamplePictures.Write(_folder.File("in/a.png"));
        SamplePictures.Write(_folder.File("in/x/y/b.png"));
        SamplePictures.Write(_folder.File("in/x/y/c.webp"));
        var finished = await Run("in/**/*.png", "-o", "out", "--format", "webp");
        Assert.Equal(0, finished.ExitCode);
        Assert.True(File.Exists(_folder.File("out/a.webp")));
        Assert.True(File.Exists(_folder.File("out/x/y/b.webp")));
        Assert.False(File.Exists(_folder.File("out/x/y/c.webp")));
    }

    [Theory]
    [InlineData("64x48", "letterbox", 64, 48)]
    [InlineData("64x64", "letterbox", 64, 48)]
    [InlineData("64x64", "stretch", 64, 64)]
    [InlineData("64x64", "crop", 64, 64)]
    [InlineData("20", null, 20, 15)]
    [InlineData("400", null, 40, 30)]
    public async Task Size_and_fit_say_how_large_results_are(string size, string? fit, int width, int height)
    {
        SamplePictures.Write(_folder.File("a.png"));
        string[] fitting = fit is null ? [] : ["--fit", fit];
        Assert.Equal(0, (await Run(["a.png", "-o", "out", "--size", size, .. fitting])).ExitCode);
        Assert.Equal((width, height), (SamplePictures.SizeOf(_folder.File("out/a.png")).Width, SamplePictures.SizeOf(_folder.File("out/a.png")).Height));
    }

    [Fact]
    public async Task Padding_to_a_multiple_leaves_the_size_and_source_size_brings_it_back()
    {
        SamplePictures.Write(_folder.File("a.png"));
        Assert.Equal(0, (await Run("a.png", "-o", "padded", "--multiple", "16")).ExitCode);
        Assert.Equal(0, (await Run("a.png", "-o", "back", "--size", "20", "--source-size")).ExitCode);
        Assert.Equal("40x30", SamplePictures.SizeOf(_folder.File("padded/a.png")).ToString());
        Assert.Equal("40x30", SamplePictures.SizeOf(_folder.File("back/a.png")).ToString());
        Assert.Equal((5, 245, 195), SamplePictures.Pixel(_folder.File("padded/a.png"), 1, 1));
    }

    [Fact]
    public async Task Manifest_says_how_pixels_are_prepared_and_options_go_over_it()
    {
        var model = new TestModel().Input("x", "float32 [N,H,W,3]").Output("y", "float32 [N,H,W,3]").Node("Neg", ["x"], ["y"]);
        File.WriteAllBytes(_folder.File("model.onnx"), model.Bytes);
        File.WriteAllText(_folder.File("model.conf"), "picture { layout = NHWC, range = -1..1, colors = RGB }");
        SamplePictures.Write(_folder.File("a.png"));

        var byManifest = await Actorinfer.RunIn(_folder.Path, "run", "model.onnx", "a.png", "-o", "out");
        Assert.Equal(0, byManifest.ExitCode);
        Assert.DoesNotContain("assumed", byManifest.Errors, StringComparison.Ordinal);
        Assert.Equal((5, 245, 195), SamplePictures.Pixel(_folder.File("out/a.png"), 1, 1));

        var byOption = await Actorinfer.RunIn(_folder.Path, "run", "model.onnx", "a.png", "-o", "out", "--range", "0..255");
        Assert.Contains("0..255", byOption.Errors, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0), SamplePictures.Pixel(_folder.File("out/a.png"), 1, 1));
    }

    [Fact]
    public async Task Model_of_brightness_alone_keeps_the_colours_of_the_picture()
    {
        File.WriteAllBytes(_folder.File("model.onnx"), TestModel.Unary("Identity", "float32 [N,1,H,W]").Bytes);
        SamplePictures.Write(_folder.File("a.png"));
        Assert.Equal(0, (await Actorinfer.RunIn(_folder.Path, "run", "model.onnx", "a.png", "-o", "out", "--colors", "Y")).ExitCode);
        foreach (var (x, y) in new[] { (1, 1), (30, 5), (5, 25), (39, 29) })
        {
            var (before, after) = (SamplePictures.Pixel(_folder.File("a.png"), x, y), SamplePictures.Pixel(_folder.File("out/a.png"), x, y));
            Assert.True(Math.Abs(before.R - after.R) <= 3 && Math.Abs(before.G - after.G) <= 3 && Math.Abs(before.B - after.B) <= 3, $"{before} became {after}");
        }
    }

    [Fact]
    public async Task Broken_manifest_names_file_line_and_nearest_key()
    {
        SamplePictures.WriteNegative(_folder.File("model.onnx"));
        File.WriteAllText(_folder.File("model.conf"), "picture {\n  layuot = NCHW\n}\n");
        SamplePictures.Write(_folder.File("a.png"));
        var finished = await Actorinfer.RunIn(_folder.Path, "run", "model.onnx", "a.png", "-o", "out");
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains("model.conf:2:", finished.Errors, StringComparison.Ordinal);
        Assert.Contains("layout", finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Further_input_needs_a_value_and_takes_it()
    {
        var model = new TestModel().Input("x", "float32 [N,3,H,W]").Input("scale", "float32 [1]").Output("y", "float32 [N,3,H,W]").Node("Mul", ["x", "scale"], ["y"]);
        File.WriteAllBytes(_folder.File("model.onnx"), model.Bytes);
        SamplePictures.Write(_folder.File("a.png"));

        var without = await Actorinfer.RunIn(_folder.Path, "run", "model.onnx", "a.png", "-o", "out");
        Assert.Equal(2, without.ExitCode);
        Assert.Contains("give it a value: --set scale=[VALUE].", without.Errors, StringComparison.Ordinal);

        var wrong = await Actorinfer.RunIn(_folder.Path, "run", "model.onnx", "a.png", "-o", "out", "--set", "scale=0");
        Assert.Equal((2, "error: --set scale=0: input 'scale' is float32 [], of rank 0 instead of 1; the model takes float32 [1]: write --set scale=[VALUE].\n"), (wrong.ExitCode, wrong.Errors));
        Assert.False(Directory.Exists(_folder.File("out")));

        var with = await Actorinfer.RunIn(_folder.Path, "run", "model.onnx", "a.png", "-o", "out", "--set", "scale=[0]");
        Assert.Equal(0, with.ExitCode);
        Assert.Equal((0, 0, 0), SamplePictures.Pixel(_folder.File("out/a.png"), 1, 1));
    }

    [Theory]
    [InlineData("float32 []", "scale=VALUE.")]
    [InlineData("float32 [N,1]", "scale=[[VALUE]].")]
    [InlineData("float32 [3]", "scale=[VALUE, ...].")]
    public async Task Further_input_is_asked_for_in_the_form_of_its_shape(string type, string form)
    {
        var model = new TestModel().Input("x", "float32 [N,3,H,W]").Input("scale", type).Output("y", "float32 [N,3,H,W]").Node("Mul", ["x", "scale"], ["y"]);
        File.WriteAllBytes(_folder.File("model.onnx"), model.Bytes);
        SamplePictures.Write(_folder.File("a.png"));
        Assert.EndsWith($"give it a value: --set {form}\n", (await Actorinfer.RunIn(_folder.Path, "run", "model.onnx", "a.png", "-o", "out")).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--range", "7..9", "--range: ")]
    [InlineData("--layout", "HWC", "--layout: ")]
    [InlineData("--size", "big", "--size: ")]
    [InlineData("--fit", "squeeze", "--fit: ")]
    [InlineData("--format", "bmp", "--format ")]
    [InlineData("--quality", "0", "--quality: ")]
    [InlineData("--multiple", "0", "multiple")]
    [InlineData("--device", "warp drive", "--device: ")]
    [InlineData("--device", "cuda:0", "cuda:0")]
    [InlineData("--threads", "-1", "--threads ")]
    [InlineData("--set", "nonsense", "--set nonsense: ")]
    public async Task Setting_that_means_nothing_is_refused_with_its_name(string option, string value, string words)
    {
        SamplePictures.Write(_folder.File("a.png"));
        var finished = await Run("a.png", "-o", "out", option, value);
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains(words, finished.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", finished.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public async Task Model_that_takes_no_picture_is_refused_in_words()
    {
        File.WriteAllBytes(_folder.File("model.onnx"), TestModel.Unary("Neg", "float32 [N,13]").Bytes);
        SamplePictures.Write(_folder.File("a.png"));
        var finished = await Actorinfer.RunIn(_folder.Path, "run", "model.onnx", "a.png", "-o", "out");
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains("the model takes x: float32 [N,13], and no picture", finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_that_is_not_there_is_named()
    {
        var finished = await Run("nowhere", "-o", "out");
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains("nowhere: there is no such file or folder", finished.Errors, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task Run_that_is_interrupted_twice_keeps_what_was_finished_and_leaves_nothing_half_written()
    {
        // The second picture is too large to finish soon; it is interrupted once the first is there.
        SamplePictures.Write(_folder.File("in/a.png"));
        SamplePictures.Write(_folder.File("in/b.png"), 6000, 4000);
        File.Copy(Path.Combine(TestData.Repository, "models", "cartoon", "cartoon.onnx"), _folder.File("model.onnx"));
        using var process = Actorinfer.Start(_folder.Path, "run", "model.onnx", "in", "-o", "out", "--json");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(_folder.File("out/a.png")), TimeSpan.FromMinutes(1)));
        Signals.Send("INT", process);

        // The system makes one signal of two that wait: the second is sent when the first was heard.
        while (await process.StandardError.ReadLineAsync() is { } line && line != "interrupted: what is in flight is finished; once more aborts it")
        {
        }

        var errors = process.StandardError.ReadToEndAsync();
        Signals.Send("INT", process);
        var json = JsonNode.Parse(await process.StandardOutput.ReadToEndAsync())!;
        await process.WaitForExitAsync();

        Assert.Equal(130, process.ExitCode);
        Assert.Equal((2, 1, 0, 1), ((int)json["items"]!, (int)json["succeeded"]!, (int)json["failed"]!, (int)json["cancelled"]!));
        Assert.Equal(["a.png"], Directory.GetFiles(_folder.File("out")).Select(path => Path.GetFileName(path)));
        Assert.DoesNotContain("   at ", await errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_folder_that_cannot_be_made_is_refused_before_the_model_is_loaded()
    {
        SamplePictures.Write(_folder.File("a.png"));
        File.WriteAllText(_folder.File("occupied"), "a file");
        foreach (var output in new[] { "occupied/out", "occupied" })
        {
            var finished = await Actorinfer.RunIn(_folder.Path, "run", "none.onnx", "a.png", "-o", output);
            Assert.Equal(2, finished.ExitCode);
            Assert.Contains($"--out {output}: results cannot be written there", finished.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Layout_that_contradicts_the_signature_is_refused_once()
    {
        SamplePictures.Write(_folder.File("a.png"));
        var finished = await Run("a.png", "-o", "out", "--layout", "NHWC");
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains("no picture in the layout NHWC", finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_that_rounds_sizes_up_gives_results_of_the_size_of_their_pictures()
    {
        // One row and one column more than what goes in, repeated at the lower right.
        var model = new TestModel().Input("x", "float32 [N,3,H,W]").Output("y", "float32 [N,3,H2,W2]")
            .Initializer("pads", [0L, 0, 0, 0, 0, 0, 1, 1], 8).Node("Pad", ["x", "pads"], ["y"], ("mode", "edge"));
        File.WriteAllBytes(_folder.File("model.onnx"), model.Bytes);
        SamplePictures.Write(_folder.File("a.png"));
        Assert.Equal(0, (await Run("a.png", "-o", "out")).ExitCode);
        Assert.Equal("40x30", SamplePictures.SizeOf(_folder.File("out/a.png")).ToString());
        Assert.Equal(SamplePictures.Pixel(_folder.File("a.png"), 39, 29), SamplePictures.Pixel(_folder.File("out/a.png"), 39, 29));
    }

    [DataFact]
    public async Task Every_file_that_is_no_model_is_one_line_and_exit_code_2()
    {
        SamplePictures.Write(_folder.File("a.png"));
        foreach (var path in Directory.GetFiles(TestData.Path("negative")))
        {
            var finished = await Actorinfer.RunIn(_folder.Path, "run", path, "a.png", "-o", "out");
            Assert.Equal(2, finished.ExitCode);
            Assert.Single(finished.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.StartsWith("error: ", finished.Errors, StringComparison.Ordinal);
        }
    }

    private Task<Finished> Run(params string[] arguments)
    {
        var model = _folder.File("model.onnx");
        if (!File.Exists(model)) SamplePictures.WriteNegative(model);
        return Actorinfer.RunIn(_folder.Path, ["run", "model.onnx", .. arguments]);
    }
}
