using System.Text;

namespace ActorInference.Video.Tests;

public sealed class PipeTests
{
    [FfmpegFact]
    public async Task Standard_output_carries_bare_pixels()
    {
        var output = await Output("write", "-", "3");

        using var expected = new MemoryStream();
        for (var index = 0; index < 3; index++)
        {
            using var frame = Film.Steady(3).Frame(index);
            expected.Write(frame.Picture.Pixels.Bytes());
        }

        Assert.Equal(expected.ToArray(), output);
    }

    [FfmpegFact]
    public async Task Standard_output_carries_yuv4mpeg_with_size_and_exact_rate()
    {
        var output = await Output("write", "-", "3", "y4m");

        var header = Encoding.ASCII.GetString(output, 0, Array.IndexOf(output, (byte)'\n'));
        Assert.StartsWith("YUV4MPEG2 W64 H48 F60000:1001 ", header, StringComparison.Ordinal);
        Assert.Equal(header.Length + 1 + (3 * ("FRAME\n".Length + (64 * 48 * 3 / 2))), output.Length);
    }

    [FfmpegFact]
    public async Task A_pipe_cannot_be_resumed()
    {
        var options = Film.Steady(1).Options() with { Run = WriteCommand.Identity, Resume = true };

        Assert.Equal("invalid-input: -: what went into a pipe cannot be gone on with; name a file, or write without resuming.", (await VideoWriter.OpenAsync("-", options)).Failure!.ToString());
    }

    private static async Task<byte[]> Output(params string[] arguments)
    {
        using var process = Host.Start(arguments);
        using var output = new MemoryStream();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return output.ToArray();
    }
}
