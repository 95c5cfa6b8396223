using ActorInference.Imaging;

namespace ActorInference.Video.Tests;

public sealed class WrittenColorTests : IDisposable
{
    // Kr and Kb of the standards: BT.601 2.5.1, BT.709 3.2, BT.2020 table 4.
    private static readonly Dictionary<ColorMatrix, (double R, double B)> Weights = new()
    {
        [ColorMatrix.Bt601] = (0.299, 0.114),
        [ColorMatrix.Bt709] = (0.2126, 0.0722),
        [ColorMatrix.Bt2020] = (0.2627, 0.0593),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<ColorMatrix, ColorRange, string> Patches
    {
        get
        {
            var data = new TheoryData<ColorMatrix, ColorRange, string>();
            foreach (var matrix in new[] { ColorMatrix.Bt601, ColorMatrix.Bt709, ColorMatrix.Bt2020 })
            {
                foreach (var color in new[] { "FF0000", "00FF00", "0000FF", "C8283C" }) data.Add(matrix, ColorRange.Limited, color);
                data.Add(matrix, ColorRange.Full, "1E90C8");
            }

            return data;
        }
    }

    public void Dispose() => _folder.Dispose();

    [FfmpegTheory]
    [MemberData(nameof(Patches))]
    public async Task Patches_are_written_by_the_matrix_and_range_asked_for(ColorMatrix matrix, ColorRange range, string color)
    {
        var path = _folder.File("out.mp4");
        var rgb = Convert.FromHexString(color);

        await WritePatch(path, new(64, 48), rgb, new VideoColors(matrix, range));

        Assert.Equal(Expected(rgb, matrix, range), Patch(path), (expected, actual) => Math.Abs(expected - actual) <= 1);
        var tag = matrix switch { ColorMatrix.Bt601 => "smpte170m", ColorMatrix.Bt709 => "bt709", _ => "bt2020nc" };
        Assert.Equal([$"{(range == ColorRange.Full ? "pc" : "tv")},{tag}"], Ffmpeg.Probe(path, "stream=color_range,color_space"));
    }

    [FfmpegTheory]
    [InlineData(64, 48, ColorMatrix.Bt601, "tv,smpte170m,unknown,unknown")]
    [InlineData(720, 576, ColorMatrix.Bt601, "tv,smpte170m,unknown,unknown")]
    [InlineData(64, 578, ColorMatrix.Bt709, "tv,bt709,unknown,unknown")]
    public async Task Without_colours_the_size_decides_and_the_file_says_so(int width, int height, ColorMatrix matrix, string tags)
    {
        var path = _folder.File("out.mp4");
        byte[] rgb = [200, 40, 60];

        await WritePatch(path, new(width, height), rgb, null);

        Assert.Equal(Expected(rgb, matrix, ColorRange.Limited), Patch(path), (expected, actual) => Math.Abs(expected - actual) <= 1);
        Assert.Equal([tags], Ffmpeg.Probe(path, "stream=color_range,color_space,color_transfer,color_primaries"));
    }

    [FfmpegTheory]
    [InlineData("bt470bg", "smpte170m", "bt470bg", "tv,bt470bg,smpte170m,bt470bg")]
    [InlineData("smpte170m", "bt709", "smpte170m", "tv,smpte170m,bt709,smpte170m")]
    [InlineData("smpte170m", "reserved", "no such thing", "tv,smpte170m,unknown,unknown")]
    public async Task Tags_of_the_source_are_kept(string matrix, string transfer, string primaries, string tags)
    {
        foreach (var name in new[] { "out.mp4", "out.mkv", "out.webm" })
        {
            var path = _folder.File(name);

            await WritePatch(path, new(64, 48), [1, 2, 3], new VideoColors(ColorMatrix.Bt601, ColorRange.Limited) { MatrixTag = matrix, Transfer = transfer, Primaries = primaries });

            Assert.Equal([tags], Ffmpeg.Probe(path, "stream=color_range,color_space,color_transfer,color_primaries"));
        }
    }

    [FfmpegTheory]
    [InlineData("bt709", 64, 48)]
    [InlineData("smpte170m", 64, 48)]
    [InlineData("smpte170m", 64, 720)]
    [InlineData("unknown", 64, 48)]
    [InlineData("unknown", 64, 720)]
    public async Task What_is_read_and_written_again_has_the_same_numbers(string tag, int width, int height)
    {
        var source = Ffmpeg.Make(["-f", "lavfi", "-i", $"color=c=0xC8283C:s={width}x{height}:r=10,format=yuv444p,setparams=colorspace={tag}:range=tv", "-frames:v", "3", "-c:v", "libx264", "-qp", "0"], _folder.File("in.mkv"));
        var target = _folder.File("out.mkv");

        await using (var reader = (await VideoReader.OpenAsync(VideoSource.File(source))).Value)
        {
            await using var writer = (await VideoWriter.OpenAsync(target, VideoWriteOptions.For(reader.Info) with { Quality = 0 })).Value;
            await foreach (var frame in reader.ReadAsync()) using (frame) Assert.Null(await writer.WriteAsync(frame));
            Assert.Null(await writer.CompleteAsync());
        }

        Assert.Equal(Patch(source), Patch(target), (expected, actual) => Math.Abs(expected - actual) <= 1);
    }

    private static async Task WritePatch(string path, PictureSize size, byte[] rgb, VideoColors? colors)
    {
        var options = new VideoWriteOptions { Size = size, TimeBase = new(1, 10), FrameRate = new(10, 1), Colors = colors, Quality = 0 };
        await using var writer = (await VideoWriter.OpenAsync(path, options)).Value;
        for (var index = 0; index < 3; index++)
        {
            using var frame = new VideoFrame(Picture.Allocate(size), index, index, 1);
            var pixels = frame.Picture.Pixels.Bytes();
            for (var i = 0; i < pixels.Length; i++) pixels[i] = rgb[i % 3];
            Assert.Null(await writer.WriteAsync(frame));
        }

        Assert.Null(await writer.CompleteAsync());
    }

    // Y, Cb and Cr in the middle of the last frame, as they are stored.
    private static int[] Patch(string path)
    {
        var size = Ffmpeg.Probe(path, "stream=width,height")[0].Split(',').Select(int.Parse).ToArray();
        var luma = size[0] * size[1];
        var format = Ffmpeg.Probe(path, "stream=pix_fmt")[0];
        var chroma = format.Contains("420", StringComparison.Ordinal) ? luma / 4 : luma;
        var frame = Ffmpeg.Pixels(path, format)[^(luma + (2 * chroma))..];
        return [frame[luma / 2], frame[luma + (chroma / 2)], frame[luma + chroma + (chroma / 2)]];
    }

    private static int[] Expected(byte[] rgb, ColorMatrix matrix, ColorRange range)
    {
        var (kr, kb) = Weights[matrix];
        var (r, g, b) = (rgb[0] / 255.0, rgb[1] / 255.0, rgb[2] / 255.0);
        var y = (kr * r) + ((1 - kr - kb) * g) + (kb * b);
        var (cb, cr) = ((b - y) / (2 * (1 - kb)), (r - y) / (2 * (1 - kr)));
        var (scale, offset, chroma) = range == ColorRange.Full ? (255, 0, 255) : (219, 16, 224);
        return [Round((y * scale) + offset), Round((cb * chroma) + 128), Round((cr * chroma) + 128)];
        static int Round(double value) => (int)Math.Clamp(Math.Round(value), 0, 255);
    }
}
