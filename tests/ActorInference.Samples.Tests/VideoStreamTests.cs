using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using ActorInference.Imaging;

namespace ActorInference.Samples.Tests;

public sealed class VideoStreamTests
{
    private const string Usage = "VideoStream [SOURCE] [--size=480] [--urls=ADDRESS]; the size is the longer side that the model works at, 64 to 4096";

    private static readonly string[] Small = ["--size=160"];

    [LinuxFfmpegFact]
    public async Task Viewers_see_original_and_result_of_the_same_frames_and_disturb_nobody()
    {
        await using var sample = await Sample.StartAsync("VideoStream", Small);
        using var slow = await MjpegReader.OpenAsync(sample.Client, "result.mjpg"); // reads nothing
        using (var leaving = await MjpegReader.OpenAsync(sample.Client, "original.mjpg?viewer=leaving")) await sample.Client.GetAsync("/");
        using var first = await PageAsync(sample, "first");
        using var second = await PageAsync(sample, "second");
        var last = -1L;
        for (var i = 0; i < 10; i++)
        {
            var (number, original, result) = await first.NextAsync();
            Assert.True(number > last, $"frame {number} came after {last}");
            Assert.Equal(new PictureSize(160, 90), SamplePictures.SizeOf(original));
            Assert.Equal(new PictureSize(160, 90), SamplePictures.SizeOf(result));
            Assert.NotEqual(original, result);
            last = number;
            await second.NextAsync();
        }

        await Until.Async(async () => (int?)(await StatisticsAsync(sample))["viewers"] == 2, () => "there are not two viewers");

        // With streams open, on both ends.
        Assert.Equal(0, await sample.StopAsync());
        await first.EndAsync();
    }

    [LinuxFfmpegFact]
    public async Task Page_needs_nothing_from_elsewhere_and_its_numbers_come_every_second()
    {
        await using var sample = await Sample.StartAsync("VideoStream", Small);
        var statistics = default(JsonNode);
        await Until.Async(async () => (double?)(statistics = await StatisticsAsync(sample))["shown"] > 0, () => sample.Said);
        Assert.True((double?)statistics!["incoming"] > 0, $"{statistics}");
        Assert.True((double?)statistics["latency"] > 0, $"{statistics}");
        Assert.Equal("FFmpeg's test picture", (string?)statistics["source"]);

        var page = await sample.Client.GetStringAsync("/");
        Assert.Contains("<img id=\"original\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("//", page.Replace("// ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(0, await sample.StopAsync());
    }

    [LinuxFfmpegFact]
    public async Task File_is_played_at_its_own_pace_and_begins_anew()
    {
        await using var sample = await Sample.StartAsync("VideoStream", [SamplePictures.Clip, .. Small]);
        using var page = await PageAsync(sample, "first");
        var number = -1L;
        while (number < 50) number = (await page.NextAsync()).Number; // it has 48
        Assert.Equal(0, await sample.StopAsync());
    }

    [LinuxFfmpegFact]
    public async Task File_is_named_from_where_the_command_is_called()
    {
        await using var sample = await Sample.StartByCommandAsync("VideoStream", TestData.Repository, [Path.GetRelativePath(TestData.Repository, SamplePictures.Clip), .. Small]);
        using var page = await PageAsync(sample, "first");
        await page.NextAsync();
        Assert.Equal(0, await sample.StopAsync());
    }

    [LinuxFfmpegFact]
    public async Task Source_that_is_not_there_ends_the_program_with_one_line()
    {
        var (exitCode, said) = await Sample.RunAsync("VideoStream", "nowhere.mp4");
        Assert.Equal(1, exitCode);
        Assert.Contains("nowhere.mp4: there is no such file.", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--size: write an option and its value as one word, such as --size=VALUE.", "--size", "320")]
    [InlineData("--size=big: write a whole number of pixels from 64 to 4096.", "--size=big")]
    [InlineData("--size=0: write a whole number of pixels from 64 to 4096.", "--size=0")]
    [InlineData("--sise: there is no such option; did you mean --size?", "--sise=320")]
    [InlineData("--frobnicate: there is no such option.", "--frobnicate=on")]
    [InlineData("-x: there is no such option.", "-x")]
    [InlineData("two.mp4: there is one source, and one.mp4 is it.", "one.mp4", "two.mp4")]
    public async Task Arguments_that_are_wrong_are_told_with_what_is_wrong(string expected, params string[] arguments)
    {
        var (exitCode, said) = await Sample.RunAsync("VideoStream", arguments);
        Assert.Equal((2, $"{expected}\n{Usage}"), (exitCode, said));
    }

    [Fact]
    public async Task Help_is_how_it_is_called() => Assert.Equal((0, Usage), await Sample.RunAsync("VideoStream", "--help"));

    private static async Task<JsonNode> StatisticsAsync(Sample sample)
    {
        await using var stream = await sample.Client.GetStreamAsync("statistics");
        await foreach (var numbers in SseParser.Create(stream).EnumerateAsync()) return JsonNode.Parse(numbers.Data)!;
        throw new InvalidOperationException("The stream has ended.");
    }

    private static async Task<Page> PageAsync(Sample sample, string name) =>
        new(await MjpegReader.OpenAsync(sample.Client, $"original.mjpg?viewer={name}"), await MjpegReader.OpenAsync(sample.Client, $"result.mjpg?viewer={name}"));

    /// <summary>Two streams of one viewer.</summary>
    private sealed record Page(MjpegReader Original, MjpegReader Result) : IDisposable
    {
        public async Task<(long Number, byte[] Original, byte[] Result)> NextAsync()
        {
            var (original, result) = (await Original.NextAsync(), await Result.NextAsync());
            Assert.Equal(original.Number, result.Number);
            return (original.Number, original.Picture, result.Picture);
        }

        public async Task EndAsync()
        {
            await Original.EndAsync();
            await Result.EndAsync();
        }

        public void Dispose()
        {
            Original.Dispose();
            Result.Dispose();
        }
    }
}
