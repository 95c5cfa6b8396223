namespace ActorInference.Video.Tests;

/// <summary>The code in docs/video-writing.md.</summary>
internal static class WritingSnippets
{
    public static async Task CopyAsync()
    {
        await using var reader = (await VideoReader.OpenAsync(VideoSource.File("in.mp4"))).Value;
        var options = VideoWriteOptions.For(reader.Info) with { Sound = "in.mp4" };
        await using var writer = (await VideoWriter.OpenAsync("out.mp4", options)).Value;
        await foreach (var frame in reader.ReadAsync())
        {
            using (frame) if (await writer.WriteAsync(frame) is { } failure) throw failure.ToException();
        }

        if (await writer.CompleteAsync() is { } failed) throw failed.ToException();
    }

    public static async Task<VideoReadOptions> ResumeAsync(VideoInfo info)
    {
        var run = RunIdentity.Of("in.mp4", [RunSetting.OfFile("the model", "model.onnx"), new("the size", "512")]).Value;
        var options = VideoWriteOptions.For(info) with { Sound = "in.mp4", Run = run, Resume = true };
        await using var writer = (await VideoWriter.OpenAsync("out.mp4", options)).Value;
        var rest = new VideoReadOptions { Skip = writer.NextFrame };
        return rest;
    }
}
