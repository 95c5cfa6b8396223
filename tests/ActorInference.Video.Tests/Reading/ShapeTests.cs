using ActorInference.Imaging;

namespace ActorInference.Video.Tests;

public sealed class ShapeTests
{
    [FfmpegTheory]
    [InlineData("1x1", "-c:v ffv1 -pix_fmt yuv444p")]
    [InlineData("1x1", "-c:v ffv1 -pix_fmt yuv420p")]
    [InlineData("33x17", "-c:v ffv1 -pix_fmt yuv420p")]
    [InlineData("1x99", "-c:v ffv1 -pix_fmt gbrp")]
    [InlineData("71x3", "-c:v libx264 -pix_fmt yuv444p")]
    [InlineData("2x2", "-c:v rawvideo -pix_fmt gray")]
    [InlineData("40x30", "-c:v ffv1 -pix_fmt yuv420p10le")]
    public async Task Frames_of_any_size_and_format_are_read(string size, string encoding)
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mkv", size, encoding: encoding);

        var read = await ReadBack.OfAsync(path);

        Assert.Null(read.Failure);
        Assert.Equal(25, read.Frames.Count);
        Assert.Equal(size, read.Info.Size.ToString());
    }

    [FfmpegTheory]
    [InlineData("picture.png")]
    [InlineData("picture.jpg")]
    [InlineData("picture.gif")]
    public async Task One_picture_is_a_video_of_one_frame(string name)
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, name, seconds: 0.04);

        var read = await ReadBack.OfAsync(path);

        Assert.Null(read.Failure);
        var frame = Assert.Single(read.Frames);
        Assert.Equal((0, 0), (frame.Index, frame.Timestamp));
        Assert.True(frame.Duration > 0);
    }

    // Frames that begin with bytes that NUT leaves out because they are common: 0, 0, 1.
    [FfmpegTheory]
    [InlineData("000001")]
    [InlineData("000000")]
    [InlineData("fffa00")]
    [InlineData("0001b6")]
    public async Task Pixels_that_look_like_the_start_of_another_format_are_kept(string color)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("color.mkv");
        Ffmpeg.Make($"-f lavfi -i color=c=0x{color}:s=3x2:r=25:d=0.2,format=gbrp -c:v ffv1", path);
        var seen = new List<(byte, byte, byte)>();

        await ReadBack.OfAsync(VideoSource.File(path), look: frame => seen.Add(Pixels.At(frame.Picture, 0, 0)));

        var expected = Convert.FromHexString(color);
        Assert.Equal(Enumerable.Repeat((expected[0], expected[1], expected[2]), 5), seen);
    }

    [FfmpegTheory]
    [InlineData(1, 0, 0, 1, 0)]
    [InlineData(0, 1, -1, 0, 90)]
    [InlineData(-1, 0, 0, -1, 180)]
    [InlineData(0, -1, 1, 0, 270)]
    [InlineData(-1, 0, 0, 1, 0)]
    [InlineData(1, 0, 0, -1, 0)]
    [InlineData(0, 1, 1, 0, 90)]
    [InlineData(0, -1, -1, 0, 270)]
    public async Task Pictures_are_turned_and_mirrored_as_their_matrix_says(int a, int b, int c, int d, int rotation)
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "turned.mp4", "48x32", seconds: 0.04, encoding: "-c:v libx264rgb -qp 0 -frames:v 1");
        var stored = Pictures(folder, path, "-noautorotate").Single();
        Clip.Turn(path, a, b, c, d);
        using var picture = await FirstAsync(path);

        // Column x and row y of the stored picture lie at (a x + c y, b x + d y), shifted back into the picture.
        Assert.Equal(rotation is 90 or 270 ? new PictureSize(32, 48) : new PictureSize(48, 32), picture.Size);
        for (var y = 0; y < stored.Height; y++)
        {
            for (var x = 0; x < stored.Width; x++)
            {
                var (left, top) = (Shifted((a * x) + (c * y), picture.Width), Shifted((b * x) + (d * y), picture.Height));
                Assert.Equal(Pixels.At(stored, x, y), Pixels.At(picture, left, top));
            }
        }

        Assert.Equal(rotation, (await ReadBack.OfAsync(path)).Info.Rotation);
        stored.Dispose();

        int Shifted(int position, int length) => position < 0 || (position == 0 && Negative(length == picture.Width)) ? position + length - 1 : position;
        bool Negative(bool horizontal) => horizontal && picture.Width != picture.Height ? a + c < 0 : b + d < 0;
    }

    private static async Task<Picture> FirstAsync(string path)
    {
        await using var reader = (await VideoReader.OpenAsync(VideoSource.File(path))).Value;
        await foreach (var frame in reader.ReadAsync()) return frame.Picture;
        throw new Xunit.Sdk.XunitException("no frame");
    }

    private static IEnumerable<Picture> Pictures(TemporaryFolder folder, string path, string options)
    {
        var png = folder.File("stored.png");
        Ffmpeg.Make($"{options} -i {path} -pix_fmt rgb24", png);
        yield return new PictureDecoder().DecodeFile(png).Value;
    }
}
