using System.Diagnostics;

namespace ActorInference.Cli.Tests;

/// <summary>Videos through <c>run</c> where something goes wrong on the way: the numbers stay true, and what was done is not lost.</summary>
public sealed class RunVideoFaultTests : IDisposable
{
    private static readonly string Clip = Path.Combine(TestData.Repository, "samples", "media", "balloons.mp4");
    private readonly TemporaryFolder _folder = new();

    public RunVideoFaultTests() => SamplePictures.WriteNegative(_folder.File("model.onnx"));

    public void Dispose() => _folder.Dispose();

    [FfmpegFact]
    public async Task Video_below_a_folder_keeps_its_place_and_the_folders_are_made()
    {
        Directory.CreateDirectory(_folder.File("in/holiday"));
        File.Copy(Clip, _folder.File("in/holiday/clip.mp4"));
        var finished = await Actorinfer.RunIn(_folder.Path, "run", "model.onnx", "in", "-o", "out", "--json");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.True(File.Exists(_folder.File("out/holiday/clip.mp4")));
    }

    [FfmpegFact]
    public async Task Frame_that_cannot_be_written_has_not_succeeded()
    {
        Directory.CreateDirectory(_folder.File("out.mp4.partial"));
        await using var somebodyElse = new FileStream(_folder.File("out.mp4.partial/lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        var finished = await Actorinfer.RunIn(_folder.Path, "run", "model.onnx", Clip, "-o", "out.mp4", "--json");
        Assert.True(finished.ExitCode == 1, finished.ToString());
        Assert.Equal((0, 1), ((int)finished.Json["succeeded"]!, (int)finished.Json["failed"]!));
        Assert.Equal((int)finished.Json["items"]!, 1 + (int)finished.Json["cancelled"]! + (int)finished.Json["dropped"]!);
    }

    [FfmpegFact]
    public Task First_frames_that_fail_have_the_first_result_in_their_place() => FailsInTheDark();

    [FfmpegFact]
    public Task First_frames_that_fail_do_not_keep_a_run_from_resuming() => FailsInTheDark("--resume");

    private async Task FailsInTheDark(params string[] options)
    {
        DarkFailure.WriteModel(_folder.File("model.onnx"));
        await DarkFailure.WriteClipAsync(_folder.File("dark.mp4"), DarkFailure.Dark, DarkFailure.Light);
        var finished = await Actorinfer.RunIn(_folder.Path, ["run", "model.onnx", "dark.mp4", "-o", "out.mp4", "--json", .. options]);
        Assert.True(finished.ExitCode == 1, finished.ToString());
        Assert.Equal((30, 25, 5), ((int)finished.Json["items"]!, (int)finished.Json["succeeded"]!, (int)finished.Json["failed"]!));
        Assert.Equal(Ffmpeg.Times(_folder.File("dark.mp4")), Ffmpeg.Times(_folder.File("out.mp4")));
    }

    [FfmpegFact]
    public async Task Every_nth_frame_stays_the_nth_when_a_run_is_gone_on_with()
    {
        File.Copy(Path.Combine(TestData.Repository, "models", "cartoon", "cartoon.onnx"), _folder.File("model.onnx"), overwrite: true);
        string[] arguments = ["run", "model.onnx", Clip, "-o", "frames/%04d.png", "--every", "3"];
        using (var process = Actorinfer.Start(_folder.Path, arguments))
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            var begun = SpinWait.SpinUntil(() => process.HasExited || File.Exists(_folder.File("frames.partial/0003.png")), TimeSpan.FromMinutes(1));
            Assert.True(begun && !process.HasExited, "the program did not get as far as writing");
            process.Kill();
            await process.WaitForExitAsync();
            await Task.WhenAll(output, errors);
        }

        var finished = await Actorinfer.RunIn(_folder.Path, [.. arguments, "--resume"]);
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal(Enumerable.Range(0, 16).Select(number => $"{3 * number:0000}.png"), Directory.GetFiles(_folder.File("frames")).Select(path => Path.GetFileName(path)).Order());
    }

    [FfmpegFact]
    public async Task Standard_input_that_is_interrupted_keeps_what_was_done()
    {
        using var process = Actorinfer.Start(_folder.Path, redirectInput: true, "run", "model.onnx", "-", "-o", "out.mkv", "--json");
        var finished = Actorinfer.EndOf(process);
        await using (var clip = File.OpenRead(Clip)) await clip.CopyToAsync(process.StandardInput.BaseStream);
        await process.StandardInput.FlushAsync();
        Assert.True(SpinWait.SpinUntil(() => Directory.Exists(_folder.File("out.mkv.partial")), TimeSpan.FromMinutes(1)), "the program did not get as far as writing");
        Signals.Send("INT", process);
        Assert.True((await finished).ExitCode == 130, (await finished).ToString());
        Assert.NotEmpty(Ffmpeg.Times(_folder.File("out.mkv")));
    }

    [UnixFfmpegFact]
    public async Task Frames_that_nobody_reads_any_longer_end_the_run()
    {
        using var process = Actorinfer.Start(_folder.Path, "run", "model.onnx", Clip, "-o", "-");
        var errors = process.StandardError.ReadToEndAsync();
        Assert.NotEqual(-1, process.StandardOutput.BaseStream.ReadByte());
        process.StandardOutput.Close();
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("error: -: standard output cannot be written: ", await errors, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task Standard_input_that_cannot_be_read_is_one_line()
    {
        var start = new ProcessStartInfo("sh", ["-c", $"exec dotnet '{Actorinfer.Program}' run model.onnx - -o out.mp4 --json < ."]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.Path };
        var finished = await Actorinfer.EndOf(Process.Start(start)!);
        Assert.True(finished.ExitCode == 1, finished.ToString());
        Assert.Contains("error: standard input: it cannot be read to its end: Is a directory.", finished.Errors, StringComparison.Ordinal);
    }
}
