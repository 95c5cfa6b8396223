namespace ActorInference.Video.Tests;

public sealed class ColorTests
{
    [FfmpegTheory]
    [InlineData("smpte2084", "it is HDR (PQ), whose colours are taken as they are")]
    [InlineData("arib-std-b67", "it is HDR (HLG), whose colours are taken as they are")]
    [InlineData("bt709", null)]
    public async Task HDR_that_is_taken_as_it_is_is_remarked(string transfer, string? words)
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mkv", encoding: $"-c:v ffv1 -pix_fmt yuv420p10le -color_primaries bt2020 -color_trc {transfer} -colorspace bt2020nc");

        var read = await ReadBack.OfAsync(path);

        if (words is null) Assert.Empty(read.Remarks);
        else Assert.Contains(words, Assert.Single(read.Remarks), StringComparison.Ordinal);
    }

    private const double Bt601Red = 0.299;
    private const double Bt601Blue = 0.114;
    private const double Bt709Red = 0.2126;
    private const double Bt709Blue = 0.0722;
    private const double Bt2020Red = 0.2627;
    private const double Bt2020Blue = 0.0593;

    // Strong colours, which the wrong matrix or range turns into others by 10 and more.
    private static readonly (byte Y, byte U, byte V)[] Patches = [(81, 90, 220), (145, 54, 34), (41, 230, 110), (180, 128, 128), (106, 202, 222), (210, 16, 146)];

    public static TheoryData<int, string, double, double, bool, bool> Cases => new()
    {
        { 48, "", Bt601Red, Bt601Blue, false, false },
        { 576, "", Bt601Red, Bt601Blue, false, false },
        { 577, "", Bt709Red, Bt709Blue, false, false },
        { 720, "", Bt709Red, Bt709Blue, false, false },
        { 48, "-colorspace bt709", Bt709Red, Bt709Blue, false, true },
        { 720, "-colorspace smpte170m", Bt601Red, Bt601Blue, false, true },
        { 720, "-colorspace bt470bg", Bt601Red, Bt601Blue, false, true },
        { 48, "-colorspace bt2020nc", Bt2020Red, Bt2020Blue, false, true },
        { 48, "-color_range pc", Bt601Red, Bt601Blue, true, false },
        { 720, "-color_range pc -colorspace bt709", Bt709Red, Bt709Blue, true, true },
        { 48, "-color_range tv -colorspace bt709", Bt709Red, Bt709Blue, false, true },
    };

    [FfmpegTheory]
    [MemberData(nameof(Cases))]
    public async Task Colours_come_out_as_tags_say_and_without_them_as_the_size_does(int height, string tags, double red, double blue, bool full, bool tagged)
    {
        using var folder = new TemporaryFolder();
        var path = Clip.MakePatches(folder, Patches, height, tags);
        var seen = new List<(byte R, byte G, byte B)>();

        var read = await ReadBack.OfAsync(VideoSource.File(path), look: frame => seen.AddRange(Patches.Select((_, i) => Pixels.At(frame.Picture, (Clip.PatchWidth * i) + (Clip.PatchWidth / 2), height / 2))));

        foreach (var (patch, color) in Patches.Zip(seen))
        {
            var expected = Converted(patch, red, blue, full);
            Assert.True(Math.Abs(color.R - expected.R) <= 1.5 && Math.Abs(color.G - expected.G) <= 1.5 && Math.Abs(color.B - expected.B) <= 1.5, $"{patch} became {color}, not {expected}");
        }

        Assert.Equal(Patches.Length, seen.Count);
        Assert.Equal(tagged, read.Info.Colors!.IsTagged);
        Assert.Equal(full ? ColorRange.Full : ColorRange.Limited, read.Info.Colors.Range);
    }

    [FfmpegFact]
    public async Task A_picture_that_was_filmed_upright_goes_by_the_size_it_is_coded_in()
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "portrait.mp4", "640x360", seconds: 0.04, encoding: "-c:v libx264 -pix_fmt yuv420p");
        Clip.Turn(path, 0, 1, -1, 0);

        var info = (await ReadBack.OfAsync(path)).Info;

        Assert.Equal("360x640", info.Size.ToString());
        Assert.Equal(ColorMatrix.Bt601, info.Colors!.Matrix);
    }

    [FfmpegFact]
    public async Task Red_green_and_blue_need_no_telling()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("rgb.mkv");
        Ffmpeg.Make("-f lavfi -i color=c=0x123456:s=8x8:r=25:d=0.04,format=gbrp -c:v ffv1", path);
        (byte, byte, byte) seen = default;

        var read = await ReadBack.OfAsync(VideoSource.File(path), look: frame => seen = Pixels.At(frame.Picture, 0, 0));

        Assert.Null(read.Info.Colors);
        Assert.Equal((0x12, 0x34, 0x56), seen);
    }

    [FfmpegDataFact]
    public async Task Tags_of_a_file_are_told_as_they_are()
    {
        var colors = (await ReadBack.OfAsync(TestData.Path("videos/animeganv3video_video.mp4"))).Info.Colors!;

        Assert.Equal(new VideoColors(ColorMatrix.Bt709, ColorRange.Limited) { MatrixTag = "bt709", RangeTag = "tv", Primaries = "bt709", Transfer = "bt709" }, colors);
    }

    private static (double R, double G, double B) Converted((byte Y, byte U, byte V) color, double red, double blue, bool full)
    {
        var y = full ? color.Y / 255.0 : (color.Y - 16) / 219.0;
        var (u, v) = full ? ((color.U - 128) / 255.0, (color.V - 128) / 255.0) : ((color.U - 128) / 224.0, (color.V - 128) / 224.0);
        var r = y + (2 * (1 - red) * v);
        var b = y + (2 * (1 - blue) * u);
        var g = (y - (red * r) - (blue * b)) / (1 - red - blue);
        return (Byte(r), Byte(g), Byte(b));

        static double Byte(double value) => Math.Clamp(255 * value, 0, 255);
    }
}
