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
        await AssertProblemAsync(large, HttpStatusCode.RequestEntityTooLarge, "invalid-input", $"larger than {Running.MaxBodyBytes} bytes");

        using var many = await _client.PostAsync("restyle/batch", Form([.. Enumerable.Repeat(SamplePictures.Cut, Running.MaxPictures + 1)]));
        Assert.Equal(HttpStatusCode.BadRequest, many.StatusCode);

        using var none = await _client.PostAsync("restyle/stream", new MultipartFormDataContent { { new StringContent("no file"), "text" } });
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
    }

    [UnixTheory]
    [InlineData("restyle", "multipart/form-data; boundary=x", "image/jpeg, image/jpg, image/png, image/webp, image/gif, image/tiff, image/avif, image/heif, application/octet-stream; a form goes to /restyle/batch")]
    [InlineData("restyle", "application/x-www-form-urlencoded", "image/jpeg, image/jpg")]
    [InlineData("restyle", "text/plain", "Content-Type text/plain is not taken here: send one picture as the body")]
    [InlineData("restyle/batch", "image/jpeg", "send pictures as multipart/form-data, each with a file name; one picture as the body goes to /restyle.")]
    [InlineData("restyle/stream", "image/jpeg", "send pictures as multipart/form-data, each with a file name; one picture as the body goes to /restyle.")]
    public async Task Type_that_is_not_taken_is_told_with_those_that_are(string address, string type, string expected)
    {
        using var answer = await _client.PostAsync(address, Body([1, 2, 3], type));
        await AssertProblemAsync(answer, HttpStatusCode.UnsupportedMediaType, "invalid-input", expected);
    }

    [UnixTheory]
    [InlineData(null)]
    [InlineData("application/octet-stream")]
    [InlineData("image/jpg")]
    [InlineData("image/gif")]
    [InlineData("image/tiff")]
    [InlineData("image/avif")]
    public async Task Picture_may_come_under_the_type_of_every_format_that_is_decoded_and_without_one(string? type)
    {
        using var answer = await _client.PostAsync("restyle", Body(File.ReadAllBytes(SamplePictures.Owl), type));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [UnixTheory]
    [InlineData("multipart/form-data", "--x", "boundary")]
    [InlineData("multipart/form-data; boundary=x", "no form", "its form ends early")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a.jpg\"\r\n\r\ncut", "its form ends early")]
    public async Task Form_that_cannot_be_read_is_told_with_the_reason(string type, string form, string expected)
    {
        using var answer = await _client.PostAsync("restyle/batch", Body(System.Text.Encoding.ASCII.GetBytes(form), type));
        await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "invalid-input", expected);
    }

    [UnixFact]
    public async Task Form_that_is_too_large_and_an_address_that_is_not_there_are_told()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "restyle/batch") { Content = Form(new byte[Running.MaxBodyBytes + 1]), Headers = { ExpectContinue = true } };
        using var large = await _client.SendAsync(request);
        await AssertProblemAsync(large, HttpStatusCode.RequestEntityTooLarge, "invalid-input", $"larger than {Running.MaxBodyBytes} bytes");

        using var nowhere = await _client.GetAsync("nowhere");
        await AssertProblemAsync(nowhere, HttpStatusCode.NotFound, "not-found", "there is nothing at /nowhere.");

        using var method = await _client.GetAsync("restyle");
        await AssertProblemAsync(method, HttpStatusCode.MethodNotAllowed, "invalid-input", "/restyle does not take GET.");
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
    [InlineData("Restyling:MaxInFlght is no known setting; did you mean Restyling:MaxInFlight?", "--Restyling:MaxInFlght=4")]
    [InlineData("Restyling:Colour is no known setting; known here are Model, LongestSide, MaxInFlight, MaxBodyBytes, MaxPictures.", "--Restyling:Colour=red")]
    [InlineData("Restyling:MaxInFlight is \"abc\"; write a whole number from 1 to 65536.", "--Restyling:MaxInFlight=abc")]
    [InlineData("Restyling:MaxInFlight is \"0\"; write a whole number from 1 to 65536.", "--Restyling:MaxInFlight=0")]
    [InlineData("Restyling:MaxBodyBytes is \"9999999999999\"; write a whole number from 1 to 1099511627776.", "--Restyling:MaxBodyBytes=9999999999999")]
    [InlineData("Restyling:Model is \"\"; write a text.", "--Restyling:Model=")]
    [InlineData("Restyling:LongestSide is \"1\"; write a whole number from 16 to 16384.\nRestyling:MaxPictures is \"no\"; write a whole number from 1 to 1024.", "--Restyling:MaxPictures=no", "--Restyling:LongestSide=1")]
    public async Task Settings_that_are_wrong_are_told_in_a_line_each(string expected, params string[] arguments)
    {
        var (exitCode, said) = await Sample.RunAsync("WebApi", arguments);
        Assert.Equal(expected, said);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task Model_that_is_not_there_ends_it_with_a_line_in_the_log_and_an_exit_code()
    {
        var (exitCode, said) = await Sample.RunAsync("WebApi", "--Restyling:Model=nowhere.onnx");
        Assert.Equal(1, exitCode);
        Assert.Contains("nowhere.onnx: there is no such file.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", said, StringComparison.Ordinal);
    }

    private static async Task AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string kind, string detail)
    {
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, $"{answer.Content.Headers.ContentType}"));
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(kind, (string?)problem["kind"]);
        Assert.Contains(detail, (string?)problem["detail"], StringComparison.Ordinal);
    }

    private static ByteArrayContent Picture(byte[] bytes) => Body(bytes, "image/jpeg");

    private static ByteArrayContent Body(byte[] bytes, string? type) => new(bytes) { Headers = { ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type) } };

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
