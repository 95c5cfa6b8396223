namespace ActorInference.Video.Tests;

/// <summary>The code in docs/video.md.</summary>
internal static class ReadingSnippet
{
    public static async Task<string> RunAsync(CancellationToken cancel)
    {
        var opened = await VideoReader.OpenAsync(VideoSource.Parse("clip.mp4"), cancel: cancel);
        if (!opened.TryGet(out var reader, out var failure)) return failure.Message;
        await using (reader)
        {
            await foreach (var frame in reader.ReadAsync(cancel))
            {
                using (frame) Console.WriteLine($"{reader.Info.TimeBase.Times(frame.Timestamp)}: {frame.Picture}");
            }
        }

        return "";
    }
}
