using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using ActorInference.Imaging;

namespace ActorInference.Samples.Tests;

public sealed class WebApiTests : IClassFixture<WebApiTests.Running>
{
    private readonly HttpClient _client;

    public WebApiTests(Running running) => _client = running.Client;

    [UnixFact]
    public async Task One_picture_goes_in_and_one_comes_back()
    {
        using var answer = await _client.PostAsync("restyle", Picture(File.ReadAllBytes(SamplePictures.Owl)));
        Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (answer.StatusCode, $"{answer.Content.Headers.ContentType}"));
        Assert.Equal(new PictureSize(768, 960), SamplePictures.SizeOf(await answer.Content.ReadAsByteArrayAsync()));
    }

    [UnixFact]
    public async Task What_is_wrong_with_a_request_is_told_as_problem_details()
    {
        using var cut = await _client.PostAsync("restyle", Picture(SamplePictures.Cut));
        var problem = JsonNode.Parse(await cut.Content.ReadAsStringAsync())!;
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (cut.StatusCode, $"{cut.Content.Headers.ContentType}"));
        Assert.Equal("invalid-input", (string?)problem["kind"]);
        Assert.Contains("truncated", (string?)problem["detail"], StringComparison.Ordinal);

        // Whoever waits to be told to go on, as curl does, hears the answer; others may find the connection closed while they still send.
        using var request = new HttpRequestMessage(HttpMethod.Post, "restyle") { Content = Picture(new byte[Running.MaxBodyBytes + 1]), Headers = { ExpectContinue = true } };
        using var large = await _client.SendAsync(request);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "application/problem+json"), (large.StatusCode, $"{large.Content.Headers.ContentType}"));

        using var many = await _client.PostAsync("restyle/batch", Form([.. Enumerable.Repeat(SamplePictures.Cut, Running.MaxPictures + 1)]));
        Assert.Equal(HttpStatusCode.BadRequest, many.StatusCode);

        using var none = await _client.PostAsync("restyle/stream", new MultipartFormDataContent { { new StringContent("no file"), "text" } });
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
    }

    [UnixFact]
    public async Task Many_pictures_have_an_outcome_each_and_a_broken_one_spoils_no_other()
    {
        using var answer = await _client.PostAsync("restyle/batch", Form(File.ReadAllBytes(SamplePictures.Owl), SamplePictures.Cut, File.ReadAllBytes(SamplePictures.Breakfast)));
        var outcomes = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsArray();
        Assert.Equal(3, outcomes.Count);
        Assert.Equal([0, 1, 2], outcomes.Select(outcome => (int)outcome!["index"]!));
        Assert.Equal([200, 400, 200], outcomes.Select(outcome => (int)outcome!["status"]!));
        Assert.Equal("invalid-input", (string?)outcomes[1]!["error"]!["kind"]);
        Assert.Equal("1.jpg", (string?)outcomes[1]!["name"]);
        Assert.Equal(new PictureSize(768, 960), SizeOf(outcomes[0]!));
        Assert.Equal(new PictureSize(1024, 768), SizeOf(outcomes[2]!));
    }

    [UnixFact]
    public async Task Streamed_outcomes_come_as_they_are_done_each_with_its_index()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "restyle/stream")
        {
            Content = Form(SamplePictures.Slow, SamplePictures.Cut, File.ReadAllBytes(SamplePictures.Owl)),
        };
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        var events = await SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync().Select(one => (Type: one.EventType, Data: JsonNode.Parse(one.Data)!)).ToListAsync();
        var byIndex = events.OrderBy(one => (int)one.Data["index"]!).ToList();
        Assert.Equal(["picture", "failure", "picture"], byIndex.Select(one => one.Type));
        Assert.Equal(new PictureSize(768, 960), SizeOf(byIndex[2].Data));
        Assert.Equal(1, (int)events[0].Data["index"]!); // what is broken is known before any picture is done
    }

    [UnixFact]
    public async Task Whoever_disconnects_cancels_his_prediction()
    {
        // Again where it was done before it could be given up.
        await Until.Async(
            async () =>
            {
                using var leaving = new CancellationTokenSource();
                var asking = _client.PostAsync("restyle", Picture(SamplePictures.Slow), leaving.Token);
                await Until.Async(async () => asking.IsCompleted || (int?)(await StatisticsAsync())["inFlight"] > 0, () => "no prediction begins");
                await leaving.CancelAsync();
                await asking.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                await Until.Async(async () => (int?)(await StatisticsAsync())["inFlight"] == 0, () => "the prediction goes on");
                return (int?)(await StatisticsAsync())["failed"]!["cancelled"] > 0;
            },
            () => "no prediction ended as cancelled");
    }

    [UnixFact]
    public async Task Server_that_is_full_says_when_to_come_back()
    {
        var body = SamplePictures.Slow;
        var refused = default(HttpResponseMessage);
        await Until.Async(
            async () =>
            {
                // More at once than there is room for, and again where they came one after the other.
                var answers = await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount + 2).Select(_ => _client.PostAsync("restyle", Picture(body))));
                refused = answers.FirstOrDefault(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
                return refused is not null;
            },
            () => "nothing is refused");
        Assert.True(refused!.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        Assert.Equal("overloaded", (string?)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["kind"]);
    }

    [UnixFact]
    public async Task Document_and_health_are_there()
    {
        var paths = JsonNode.Parse(await _client.GetStringAsync("openapi/v1.json"))!["paths"]!.AsObject().Select(path => path.Key).ToList();
        Assert.Equal(["/restyle", "/restyle/batch", "/restyle/stream", "/statistics"], paths.Order(StringComparer.Ordinal));
        foreach (var check in new[] { "live", "ready" })
        {
            var health = (await _client.GetFromJsonAsync<JsonNode>($"health/{check}"))!;
            Assert.Equal("ready", (string?)health["checks"]![$"actorinference-{check}"]!["data"]!["cartoon on cpu"]!["state"]);
        }
    }

    [Theory]
    [InlineData("--Restyling:MaxInFlite=4", "'MaxInFlite'")]
    [InlineData("--Restyling:LongestSide=0", "The field LongestSide must be between 16 and 16384.")]
    public async Task Setting_that_is_wrong_stops_the_start(string argument, string expected)
    {
        var (exitCode, said) = await Sample.RunAsync("WebApi", argument);
        Assert.NotEqual(0, exitCode);
        Assert.Contains(expected, said.Split('\n')[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_that_is_not_there_ends_it_with_a_line_in_the_log_and_an_exit_code()
    {
        var (exitCode, said) = await Sample.RunAsync("WebApi", "--Restyling:Model=nowhere.onnx");
        Assert.Equal(1, exitCode);
        Assert.Contains("nowhere.onnx: there is no such file.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", said, StringComparison.Ordinal);
    }

    private static ByteArrayContent Picture(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };

    private static MultipartFormDataContent Form(params byte[][] pictures)
    {
        var form = new MultipartFormDataContent();
        for (var i = 0; i < pictures.Length; i++) form.Add(Picture(pictures[i]), "pictures", $"{i}.jpg");
        return form;
    }

    private static PictureSize SizeOf(JsonNode outcome) => SamplePictures.SizeOf(Convert.FromBase64String((string)outcome["picture"]!));

    private async Task<JsonNode> StatisticsAsync() => (await _client.GetFromJsonAsync<JsonNode>("statistics"))!;

    /// <summary>One server for all tests, which stops as it should when they are over.</summary>
    public sealed class Running : IAsyncLifetime
    {
        public const int MaxBodyBytes = 4 << 20;
        public const int MaxPictures = 5;

        private Sample? _sample;

        public HttpClient Client => _sample!.Client;

        public async Task InitializeAsync()
        {
            if (OperatingSystem.IsWindows()) return;
            _sample = await Sample.StartAsync(
                "WebApi", $"--Restyling:MaxBodyBytes={MaxBodyBytes}", $"--Restyling:MaxPictures={MaxPictures}", "--Restyling:MaxInFlight=1", "--Restyling:LongestSide=1200");
        }

        public async Task DisposeAsync()
        {
            if (_sample is null) return;
            Assert.Equal(0, await _sample.StopAsync());
            await _sample.DisposeAsync();
        }
    }
}
