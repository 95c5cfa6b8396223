using System.Net;
using System.Net.Sockets;

namespace ActorInference.Samples.Tests;

/// <summary>A start that fails is one line on standard error and exit code 1, in all samples that are servers.</summary>
public sealed class FailedStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FfmpegTheory]
    [InlineData("HostService", "http://127.0.0.1:99999")]
    [InlineData("HostService", "127.0.0.1:5099")]
    [InlineData("HostService", "http://203.0.113.7:5099")]
    [InlineData("VideoStream", "http://127.0.0.1:99999")]
    [InlineData("VideoStream", "127.0.0.1:5099")]
    [InlineData("VideoStream", "http://203.0.113.7:5099")]
    [InlineData("WebApi", "http://127.0.0.1:99999")]
    [InlineData("WebApi", "127.0.0.1:5099")]
    [InlineData("WebApi", "http://203.0.113.7:5099")]
    [InlineData("WebApi", "https://127.0.0.1:0")]
    [InlineData("WebApi", "ftp://127.0.0.1:5099")]
    public async Task Address_that_cannot_be_listened_at_is_told_in_one_line(string sample, string address)
    {
        var line = await FailAsync(sample, $"--urls={address}");
        Assert.StartsWith($"--urls={address}: no server can listen there: ", line, StringComparison.Ordinal);
        Assert.EndsWith(" Write addresses of this machine, such as http://127.0.0.1:8080.", line, StringComparison.Ordinal);
    }

    [FfmpegTheory]
    [InlineData("HostService")]
    [InlineData("VideoStream")]
    [InlineData("WebApi")]
    public async Task Address_that_is_taken_is_told_in_one_line(string sample)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://{listener.LocalEndpoint}";
        Assert.Equal($"Failed to bind to address {address}: address already in use.", await FailAsync(sample, $"--urls={address}"));
    }

    [Fact]
    public async Task Model_that_is_not_there_is_told_in_one_line() =>
        Assert.Contains("nowhere.onnx: there is no such file.", await FailAsync("WebApi", "--Restyling:Model=nowhere.onnx"), StringComparison.Ordinal);

    [Fact]
    public async Task Libvips_that_is_not_there_is_told_in_one_line()
    {
        var (exitCode, said, errors) = await Sample.FailWithAsync(new() { ["ACTORINFERENCE_LIBVIPS"] = "nowhere.so" }, "WebApi");
        Assert.Equal(1, exitCode);
        Assert.StartsWith("libvips, which reads and writes pictures, could not be loaded.", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task Folder_that_cannot_be_made_is_told_in_one_line()
    {
        File.WriteAllText(_folder.File("incoming"), "a file");
        Assert.Contains(_folder.File("incoming"), await FailAsync("HostService"), StringComparison.Ordinal);
    }

    // What it said on standard error; in what it said in all there is no trace.
    private async Task<string> FailAsync(string sample, params string[] arguments)
    {
        string[] folder = sample == "HostService" ? [$"--restyling:folder={_folder.Path}"] : [];
        var (exitCode, said, errors) = await Sample.FailAsync(sample, [.. folder, .. arguments]);
        Assert.True(exitCode == 1, $"exit code {exitCode}; it said\n{said}");
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        return errors;
    }
}
