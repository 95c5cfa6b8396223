namespace ActorInference.Video.Tests;

/// <summary><c>copy SOURCE TARGET</c>: reads and writes every frame with its sound, resumably, and says what the managed heap was asked for.</summary>
internal static class CopyCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var options = new VideoReadOptions();
        await using var probe = (await VideoReader.OpenAsync(VideoSource.File(arguments[0]))).Value;
        var run = RunIdentity.Of(arguments[0], []).Value;
        await using var writer = (await VideoWriter.OpenAsync(arguments[1], VideoWriteOptions.For(probe.Info) with { Sound = arguments[0], Run = run, Resume = true })).Value;
        await using var reader = (await VideoReader.OpenAsync(VideoSource.File(arguments[0]), options with { Skip = writer.NextFrame })).Value;
        Console.WriteLine($"goes on at {writer.NextFrame}");

        // Frames until everything is warm are not counted.
        long allocated = 0, counted = 0;
        await foreach (var frame in reader.ReadAsync())
        {
            using (frame)
            {
                if (await writer.WriteAsync(frame) is { } failure) throw failure.ToException();
            }

            if (writer.Written < 50) allocated = GC.GetTotalAllocatedBytes(precise: true);
            else counted++;
        }

        if (counted > 0) Console.WriteLine($"{(GC.GetTotalAllocatedBytes(precise: true) - allocated) / counted} bytes a frame");
        if (await writer.CompleteAsync() is { } failed) throw failed.ToException();
        Console.WriteLine($"{writer.Written} frames");
        foreach (var remark in writer.Remarks) Console.WriteLine(remark);
        return 0;
    }
}
