namespace ActorInference.Video.Tests;

/// <summary>What came of reading a whole source: times and digests of frames, whose pixels are gone, and how it ended.</summary>
internal sealed record ReadBack(VideoInfo Info, IReadOnlyList<(long Index, long Timestamp, long Duration, string Digest)> Frames, Failure? Failure, IReadOnlyList<string> Remarks)
{
    public IEnumerable<long> Timestamps => Frames.Select(frame => frame.Timestamp);

    public static Task<ReadBack> OfAsync(string path, VideoReadOptions? options = null) => OfAsync(VideoSource.File(path), options);

    public static async Task<ReadBack> OfAsync(VideoSource source, VideoReadOptions? options = null, Action<VideoFrame>? look = null)
    {
        await using var reader = (await VideoReader.OpenAsync(source, options)).Value;
        var frames = new List<(long, long, long, string)>();
        Failure? failure = null;
        try
        {
            await foreach (var frame in reader.ReadAsync())
            {
                using (frame)
                {
                    Assert.Equal(reader.Info.Size, frame.Picture.Size);
                    frames.Add((frame.Index, frame.Timestamp, frame.Duration, Pixels.Digest(frame.Picture)));
                    look?.Invoke(frame);
                }
            }
        }
        catch (InferenceException ended)
        {
            failure = ended.Failure;
        }

        return new(reader.Info, frames, failure, reader.Remarks);
    }

    /// <summary>The failure that opening ends with.</summary>
    public static async Task<Failure> RefusalOfAsync(VideoSource source, VideoReadOptions? options = null)
    {
        var opened = await VideoReader.OpenAsync(source, options);
        if (opened.TryGet(out var reader, out var failure)) await reader.DisposeAsync();
        return failure ?? throw new Xunit.Sdk.XunitException($"{source} was opened.");
    }
}
