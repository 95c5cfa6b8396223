using System.Globalization;

namespace ActorInference.Samples.Tests;

/// <summary>Reads pictures that replace each other, as a browser does: multipart/x-mixed-replace.</summary>
internal sealed class MjpegReader(HttpResponseMessage response, Stream stream) : IDisposable
{
    /// <summary>Asks for a stream.</summary>
    public static async Task<MjpegReader> OpenAsync(HttpClient client, string address)
    {
        var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("multipart/x-mixed-replace; boundary=frame", $"{response.Content.Headers.ContentType}");
        return new(response, new BufferedStream(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>The next frame's number and its JPEG.</summary>
    public Task<(long Number, byte[] Picture)> NextAsync() => Until.Async(ReadAsync());

    /// <summary>Reads to the end of the stream.</summary>
    public Task<long> EndAsync() => Until.Async(DrainAsync());

    public void Dispose()
    {
        stream.Dispose();
        response.Dispose();
    }

    private async Task<(long Number, byte[] Picture)> ReadAsync()
    {
        while (await LineAsync() != "--frame")
        {
            // Before the first part and between two is an empty line.
        }

        var headers = new Dictionary<string, string>();
        while (await LineAsync() is { Length: > 0 } header) headers[header.Split(": ")[0]] = header.Split(": ")[1];
        Assert.Equal("image/jpeg", headers["Content-Type"]);
        var picture = new byte[int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(picture);
        return (long.Parse(headers["X-Frame"], CultureInfo.InvariantCulture), picture);
    }

    private async Task<string> LineAsync()
    {
        var line = new List<char>();
        var next = new byte[1];
        while (await stream.ReadAsync(next) == 1 && next[0] != '\n') line.Add((char)next[0]);
        Assert.True(next[0] == '\n', "the stream has ended");
        return string.Concat(line).TrimEnd('\r');
    }

    private async Task<long> DrainAsync()
    {
        var (bytes, buffer) = (0L, new byte[1 << 16]);
        while (await stream.ReadAsync(buffer) is var read and > 0) bytes += read;
        return bytes;
    }
}
