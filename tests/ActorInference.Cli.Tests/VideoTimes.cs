using ActorInference.Video;

namespace ActorInference.Cli.Tests;

/// <summary>When the frames of a video are shown.</summary>
internal static class VideoTimes
{
    public static async Task<List<TimeSpan>> OfAsync(string path)
    {
        await using var reader = (await VideoReader.OpenAsync(VideoSource.File(path))).Value;
        var times = new List<TimeSpan>();
        await foreach (var frame in reader.ReadAsync())
        {
            using (frame) times.Add(reader.Info.TimeBase.Times(frame.Timestamp));
        }

        return times;
    }
}
