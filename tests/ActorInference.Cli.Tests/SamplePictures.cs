using ActorInference.Imaging;

namespace ActorInference.Cli.Tests;

/// <summary>Pictures and models that tests make for themselves.</summary>
internal static class SamplePictures
{
    /// <summary>Writes a picture with a gradient and a red corner at the upper left, so that turned or mirrored copies differ.</summary>
    public static string Write(string path, int width = 40, int height = 30)
    {
        var tensor = Tensor.Allocate(ElementType.UInt8, [height, width, 3]);
        var pixels = tensor.Span<byte>();
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var corner = x < width / 4 && y < height / 4;
                var at = ((y * width) + x) * 3;
                pixels[at] = corner ? (byte)250 : (byte)(x * 255 / width);
                pixels[at + 1] = corner ? (byte)10 : (byte)(y * 255 / height);
                pixels[at + 2] = 60;
            }
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var picture = new Picture(tensor);
        Assert.Null(new PictureEncoder().Save(picture, path).Failure);
        return path;
    }

    /// <summary>A model that gives 1 - x: float32 [N,3,H,W].</summary>
    public static string WriteNegative(string path)
    {
        var model = new TestModel().Input("x", "float32 [N,3,H,W]").Output("y", "float32 [N,3,H,W]").Initializer("one", [1f], 1).Node("Sub", ["one", "x"], ["y"]);
        File.WriteAllBytes(path, model.Bytes);
        return path;
    }

    /// <summary>The same as <c>model.onnx</c>, beside a picture for <c>run</c>, <c>a.png</c>, and a tensor for <c>predict</c>, <c>x.npy</c>.</summary>
    public static void WriteNegativeAndInputs(TemporaryFolder folder)
    {
        WriteNegative(folder.File("model.onnx"));
        Write(folder.File("a.png"));
        using var tensor = Tensor.Allocate(ElementType.Float32, [1, 3, 2, 2]);
        tensor.Span<float>().Clear();
        Assert.Null(TensorFile.Write(folder.File("x.npy"), tensor));
    }

    /// <summary>The pixel at a place, as R, G and B.</summary>
    public static (byte R, byte G, byte B) Pixel(string path, int x, int y)
    {
        using var picture = new PictureDecoder().DecodeFile(path).Value;
        var row = picture.Row(y);
        return (row[x * 3], row[(x * 3) + 1], row[(x * 3) + 2]);
    }

    public static PictureSize SizeOf(string path)
    {
        using var picture = new PictureDecoder().DecodeFile(path).Value;
        return picture.Size;
    }
}
