namespace ActorInference.Video.Tests;

public sealed class RtspTests
{
    [RtspTheory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task A_camera_over_RTSP_is_live_and_gives_frames_that_move(string transport)
    {
        using var server = new RtspServer();
        var source = transport == "tcp" ? server.Source : server.Source with { Arguments = ["-rtsp_transport", transport] };
        await using var reader = (await VideoReader.OpenAsync(source)).Value;
        var seen = new List<(long Timestamp, string Digest)>();

        await foreach (var frame in reader.ReadAsync())
        {
            using (frame) seen.Add((frame.Timestamp, Pixels.Digest(frame.Picture)));
            if (seen.Count == 20) break;
        }

        Assert.True(reader.Info.IsLive);
        Assert.Equal(new(64, 48), reader.Info.Size);
        Assert.Equal(20, seen.Select(frame => frame.Digest).Distinct().Count());
        Assert.Equal(seen.Select(frame => frame.Timestamp).Distinct().Order(), seen.Select(frame => frame.Timestamp));
    }

    [RtspFact]
    public async Task A_camera_that_goes_and_comes_back_is_read_on()
    {
        var server = new RtspServer();
        try
        {
            var reconnect = new ReconnectOptions { Attempts = 1000, FirstBackoff = TimeSpan.FromMilliseconds(100), MaxBackoff = TimeSpan.FromMilliseconds(100) };
            await using var reader = (await VideoReader.OpenAsync(server.Source, new() { Reconnect = reconnect })).Value;
            var stamps = new List<long>();

            await foreach (var frame in reader.ReadAsync())
            {
                using (frame) stamps.Add(frame.Timestamp);
                if (reader.Reconnects > 0 && stamps.Count >= 30) break;
                if (stamps.Count != 10) continue;
                server.Dispose();
                server = new(server.Port);
            }

            Assert.InRange(reader.Reconnects, 1, 999);
            Assert.Equal(stamps.Order(), stamps);
        }
        finally
        {
            server.Dispose();
        }
    }
}
