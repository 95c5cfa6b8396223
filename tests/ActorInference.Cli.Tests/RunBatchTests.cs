namespace ActorInference.Cli.Tests;

/// <summary>Pictures of one run that share runs of the model, and what <c>run</c> reports of that.</summary>
public sealed class RunBatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pictures_in_batches_come_out_as_they_do_alone_whatever_their_sizes()
    {
        Directory.CreateDirectory(_folder.File("in"));
        foreach (var path in Directory.GetFiles(Path.Combine(TestData.Repository, "samples", "media"), "*.jpg"))
        {
            for (var copy = 0; copy < 3; copy++) File.Copy(path, _folder.File($"in/{copy}-{Path.GetFileName(path)}"));
        }

        for (var i = 0; i < 8; i++) SamplePictures.Write(_folder.File($"in/small{i}.png"), 40 + (i % 2), 30);
        File.WriteAllText(_folder.File("in/broken.png"), "no picture");
        var model = Path.Combine(TestData.Repository, "models", "cartoon", "cartoon.onnx");
        var single = await Run(model, "in", "-o", "single", "--size", "200", "--format", "png");
        var batched = await Run(model, "in", "-o", "batched", "--size", "200", "--format", "png", "--batch", "4", "--within", "200ms");

        Assert.Equal(1, (double)single.Json["meanBatchSize"]!);
        Assert.True((double)batched.Json["meanBatchSize"]! > 1, batched.ToString());
        Assert.True((double)batched.Json["meanBatchSize"]! <= 4, batched.ToString());
        Assert.Contains("runs of up to 4 pictures of one size that come within 200 ms", batched.Errors, StringComparison.Ordinal);
        foreach (var finished in new[] { single, batched }) Assert.True(finished.ExitCode == 1, finished.ToString());

        var names = Directory.GetFiles(_folder.File("single")).Select(path => Path.GetFileName(path)).ToArray();
        Assert.Equal((int)single.Json["items"]! - 1, names.Length);
        Assert.Equal(names.Order(), Directory.GetFiles(_folder.File("batched")).Select(path => Path.GetFileName(path)).Order());
        Assert.All(names, name => Assert.Equal(File.ReadAllBytes(_folder.File($"single/{name}")), File.ReadAllBytes(_folder.File($"batched/{name}"))));
    }

    [Fact]
    public async Task Json_tells_of_lanes_batches_memory_and_what_was_in_flight()
    {
        Pictures(20);
        var json = (await Negative("--batch", "2", "--lanes", "1")).Json;
        Assert.Equal(("cpu", 1, 1), ((string?)json["device"], (int)json["lanes"]!, (int)json["threads"]!));
        Assert.Equal(20, (double)json["batches"]! * (double)json["meanBatchSize"]!, 0.1);
        Assert.InRange((int)json["maxItemsInFlight"]!, 1, 4 + (2 * Environment.ProcessorCount) + 2); // two batches at the predictor, what the cores work on before and after, and one at either end
        Assert.InRange((long)json["maxBytesInFlight"]!, 2 * 40 * 30 * 3 * sizeof(float), 1 << 20);
        Assert.InRange((long)json["peakMemoryBytes"]!, 1 << 20, 1L << 40);
        Assert.StartsWith("none: no shape is known", (string?)json["warmUp"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_of_a_fixed_size_is_warmed_up_for_each_batch_size_and_says_so()
    {
        var finished = await Through(TestModel.Unary("Neg", "float32 [N,3,30,40]"), pictures: 3, "--batch", "3");
        Assert.Equal("[1,3,30,40], [3,3,30,40]", (string?)finished.Json["warmUp"]);
        Assert.Equal(3, (double)finished.Json["batches"]! * (double)finished.Json["meanBatchSize"]!, 0.01); // warm-up counts for nothing
    }

    [Theory]
    [InlineData("[1,3,16,24], [3,3,16,24]", "--size", "24x16", "--fit", "crop")]
    [InlineData("[1,3,16,32], [3,3,16,32]", "--size", "24x16", "--multiple", "16", "--minimum", "1")]
    [InlineData("none: no shape is known", "--size", "24")] // each keeps its proportions
    public async Task Size_to_which_every_picture_is_brought_is_warmed_up(string warmUp, params string[] options)
    {
        Pictures(2);
        var finished = await Negative(["--batch", "3", .. options]);
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.StartsWith(warmUp, (string?)finished.Json["warmUp"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifest_turns_batches_off_and_the_program_says_so()
    {
        Pictures(8);
        File.WriteAllText(_folder.File("model.conf"), "batching = off");
        var finished = await Negative("--batch", "4", "--within", "50ms");
        Assert.Equal((8, 1.0), ((int)finished.Json["batches"]!, (double)finished.Json["meanBatchSize"]!));
        Assert.Contains("one picture a run: batching is turned off", finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_whose_batch_is_fixed_at_1_takes_one_picture_a_run()
    {
        var finished = await Through(TestModel.Unary("Neg", "float32 [1,3,H,W]"), pictures: 4, "--batch", "4");
        Assert.Equal(1, (double)finished.Json["meanBatchSize"]!);
        Assert.Contains("one picture a run: the batch dimension is fixed at 1", finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Further_output_without_rows_does_not_keep_pictures_from_sharing_runs()
    {
        // The second output is not the picture, and must not count.
        var model = new TestModel().Input("x", "float32 [N,3,H,W]").Output("y", "float32 [N,3,H,W]").Output("sum", "float32 [1]")
            .Node("Identity", ["x"], ["y"]).Node("ReduceSum", ["x"], ["total"], ("keepdims", 0L)).Initializer("one", [1L], 1).Node("Reshape", ["total", "one"], ["sum"]);
        var finished = await Through(model, pictures: 6, "--batch", "3", "--within", "200ms");
        Assert.True((double)finished.Json["meanBatchSize"]! > 1, finished.ToString());
        for (var i = 0; i < 6; i++) Assert.Equal(SamplePictures.Pixel(_folder.File($"in/{i}.png"), 20, 20), SamplePictures.Pixel(_folder.File($"out/{i}.png"), 20, 20));
    }

    [Fact]
    public async Task Constants_serve_every_picture()
    {
        var model = new TestModel().Input("x", "float32 [N,3,H,W]").Input("scale", "float32 [1]").Output("y", "float32 [N,3,H,W]").Node("Mul", ["x", "scale"], ["y"]);
        await Through(model, pictures: 12, "--set", "scale=[0.5]");
        for (var i = 0; i < 12; i++) Assert.Equal((125, 5, 30), SamplePictures.Pixel(_folder.File($"out/{i}.png"), 1, 1));
    }

    [Fact]
    public async Task Many_pictures_that_the_model_cannot_take_fail_each_for_itself_and_the_last_good_one_is_written()
    {
        // Only pictures of 30 rows can be added to a row of 30.
        var model = new TestModel().Input("x", "float32 [N,3,H,W]").Output("y", "float32 [N,3,H,W]").Initializer("column", new float[30], 30, 1).Node("Add", ["x", "column"], ["y"]);
        File.WriteAllBytes(_folder.File("model.onnx"), model.Bytes);
        for (var i = 0; i < 30; i++) SamplePictures.Write(_folder.File($"in/{i:00}.png"), 40, 31);
        SamplePictures.Write(_folder.File("in/good.png"));
        var finished = await Run("model.onnx", "in", "-o", "out");
        Assert.True(finished.ExitCode == 1, finished.ToString());
        Assert.Equal((1, 30), ((int)finished.Json["succeeded"]!, (int)finished.Json["failed"]!));
        Assert.All(finished.Json["failures"]!.AsArray(), failure => Assert.Equal("session-failed", (string?)failure!["kind"]));
        Assert.All(finished.Json["failures"]!.AsArray(), failure => Assert.Contains("--multiple 16", (string?)failure!["message"], StringComparison.Ordinal));
        Assert.True(File.Exists(_folder.File("out/good.png")));
    }

    [Fact]
    public async Task Summary_for_people_says_lanes_threads_and_pictures_in_a_run()
    {
        Pictures(9);
        SamplePictures.WriteNegative(_folder.File("model.onnx"));
        var finished = await Actorinfer.RunIn(_folder.Path, "run", "model.onnx", "in", "-o", "out", "--lanes", "1", "--batch", "3", "--within", "1s");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Matches(@"^9 of 9 pictures written to out; [0-9.]+ s, [0-9.]+ a second; 1 lane x 1 thread on [0-9]+ cores?, 3\.0 in a run\s*$", finished.Output);
    }

    private void Pictures(int count)
    {
        for (var i = 0; i < count; i++) SamplePictures.Write(_folder.File($"in/{i}.png"));
    }

    // So many pictures through a model that takes them all.
    private async Task<Finished> Through(TestModel model, int pictures, params string[] options)
    {
        Pictures(pictures);
        File.WriteAllBytes(_folder.File("model.onnx"), model.Bytes);
        var finished = await Run("model.onnx", ["in", "-o", "out", .. options]);
        Assert.True(finished.ExitCode == 0, finished.ToString());
        return finished;
    }

    private Task<Finished> Negative(params string[] options)
    {
        SamplePictures.WriteNegative(_folder.File("model.onnx"));
        return Run("model.onnx", ["in", "-o", "out", .. options]);
    }

    private Task<Finished> Run(string model, params string[] arguments) => Actorinfer.RunIn(_folder.Path, ["run", model, .. arguments, "--json"]);
}
