using ActorInference.MediaRenderer.Encoding;
using ActorInference.MediaRenderer.Rendering;
using ActorInference.MediaRenderer.Scenes;

// dotnet run -c Release --project eng/MediaRenderer [-- FOLDER [NAME...]]: renders samples/media, or the named files into FOLDER.
var folder = args.Length > 0 ? args[0] : Path.Combine("samples", "media");
if (!Directory.Exists(folder))
{
    Console.Error.WriteLine($"There is no folder {folder}: run this from the root of the repository, or name an existing one.");
    return 2;
}

var media = new Dictionary<string, Action<string>>(StringComparer.Ordinal)
{
    ["lighthouse.jpg"] = file => Picture(file, new Lighthouse(), 1280, 720),
    ["breakfast.jpg"] = file => Picture(file, new Breakfast(), 1024, 768),
    ["owl.jpg"] = file => Picture(file, new Owl(), 768, 960),
    ["balloons.jpg"] = TurnedPicture,
    ["balloons.mp4"] = Clip,
};

foreach (var name in args.Length > 1 ? args[1..] : [.. media.Keys])
{
    if (!media.TryGetValue(name, out var render))
    {
        Console.Error.WriteLine($"There is no scene for {name}; there are {string.Join(", ", media.Keys)}.");
        return 2;
    }

    var file = Path.Combine(folder, name);
    render(file);
    Console.WriteLine($"{file}: {new FileInfo(file).Length} bytes");
}

return 0;

static void Picture(string file, Scene scene, int width, int height) => Ffmpeg.Jpeg(file, Film.Expose(scene, width, height, grid: 2, seed: 1), width, height);

// As a telephone held upright takes it: the pixels lie on their side, and Exif says so.
static void TurnedPicture(string file)
{
    const int Width = 720, Height = 960;
    var upright = Film.Expose(new Balloons(tall: true), Width, Height, grid: 2, seed: 2);
    Ffmpeg.Jpeg(file, ExifOrientation.TurnCounterClockwise(upright, Width, Height), Height, Width);
    ExifOrientation.Mark(file, ExifOrientation.QuarterClockwise);
}

// Two seconds at 24 frames a second, three times as fast as life so that something moves.
static void Clip(string file)
{
    const int Width = 480, Height = 270, Rate = 24, Frames = 48, Haste = 3;
    var frames = Enumerable.Range(0, Frames).Select(frame => Film.Expose(new Balloons(frame * Haste / (float)Rate), Width, Height, grid: 2, seed: frame));
    Ffmpeg.Mp4(file, frames, Width, Height, Rate);
}
