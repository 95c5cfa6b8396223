namespace ActorInference.Video.Tests;

public sealed class VideoSourceTests
{
    [Theory]
    [InlineData("-", VideoSourceKind.StandardInput, "standard input")]
    [InlineData("clip.mp4", VideoSourceKind.File, "clip.mp4")]
    [InlineData("folder/clip.mp4", VideoSourceKind.File, "folder/clip.mp4")]
    [InlineData("c:/clip.mp4", VideoSourceKind.File, "c:/clip.mp4")]
    [InlineData("a b://c", VideoSourceKind.File, "a b://c")]
    [InlineData("/dev/video3", VideoSourceKind.Device, "/dev/video3")]
    [InlineData("camera:0", VideoSourceKind.Device, "/dev/video0")]
    [InlineData("camera:/dev/v4l/by-id/x", VideoSourceKind.Device, "/dev/v4l/by-id/x")]
    [InlineData("rtsp://host/path", VideoSourceKind.Address, "rtsp://host/path")]
    [InlineData("rtsp://user:secret@host/path?a=b@c", VideoSourceKind.Address, "rtsp://host/path?a=b@c")]
    [InlineData("http://user@host", VideoSourceKind.Address, "http://host")]
    public void Text_of_a_command_line_names_a_source(string text, VideoSourceKind kind, string name)
    {
        var source = VideoSource.Parse(text);

        Assert.Equal(kind, source.Kind);
        if (OperatingSystem.IsLinux() || kind != VideoSourceKind.Device) Assert.Equal(name, source.Name);
    }

    [Fact]
    public void A_path_is_opened_as_a_file_whatever_it_looks_like() =>
        Assert.Equal("file:" + Path.GetFullPath("-x"), VideoSource.File("-x").Location);

    [FfmpegFact]
    public async Task A_password_does_not_get_into_messages()
    {
        var failure = await ReadBack.RefusalOfAsync(VideoSource.Address("rtsp://user:secret@127.0.0.1:1/stream"));

        Assert.Equal(ErrorKind.NotFound, failure.Kind);
        Assert.Equal("rtsp://127.0.0.1:1/stream: it cannot be reached (Connection refused).", failure.Message);
    }

    [FfmpegFact]
    public async Task A_host_that_nobody_knows_is_not_found()
    {
        var failure = await ReadBack.RefusalOfAsync(VideoSource.Address("http://nobody.invalid/clip.mp4"));

        Assert.Equal(ErrorKind.NotFound, failure.Kind);
        Assert.Contains("resolve", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [LinuxFfmpegFact]
    public async Task A_camera_that_is_not_there_is_not_found()
    {
        var failure = await ReadBack.RefusalOfAsync(VideoSource.Camera("99"));

        Assert.Equal(new(ErrorKind.NotFound, "/dev/video99: it cannot be reached (No such file or directory)."), failure);
    }
}
