using ActorInference.Imaging;
using ActorInference.OnnxRuntime;
using ActorInference.TestKit;

namespace ActorInference.Bench.Streams;

/// <summary>A model that streams are measured on, and how its pictures are prepared: all that go through one model come to one size.</summary>
/// <param name="Name">What commands and tables call it.</param>
/// <param name="Path">The ONNX file.</param>
/// <param name="Settings">What its pictures are, where the signature does not say it.</param>
internal sealed record StreamCase(string Name, string Path, PictureSettings Settings)
{
    /// <summary>Those of the folders of pictures, at 512x384.</summary>
    public static IReadOnlyList<StreamCase> All { get; } =
    [
        new("AnimeGANv3_tiny_Cute", TestData.Path("models/image/AnimeGANv3_tiny_Cute.onnx"), Sized(ValueMapping.Parse("-1..1").Value) with { Layout = TensorLayout.Nhwc }),
        new("cartoon", System.IO.Path.Combine(TestData.Repository, "models", "cartoon", "cartoon.onnx"), Sized(ValueMapping.ZeroToOne)),
        new("fst_model", TestData.Path("models/image/fst_model.onnx"), Sized(ValueMapping.Parse("0..255").Value)),
    ];

    /// <summary>The bundled model on tiny pictures: what a stream of thousands costs in memory shows soonest.</summary>
    public static StreamCase Small { get; } = new(
        "cartoon at 64x64", System.IO.Path.Combine(TestData.Repository, "models", "cartoon", "cartoon.onnx"), Sized(ValueMapping.ZeroToOne) with { Size = new PictureSize(64, 64) });

    public ModelSource Source => ModelSource.File(Path);

    /// <summary>A session of its own on the processor. The caller owns it.</summary>
    public ISession Open(SessionOptions options) => new OnnxRuntimeSessionFactory().Open(Source, options).Value;

    private static PictureSettings Sized(ValueMapping values) => new() { Values = values, Size = new PictureSize(512, 384), Fit = PictureFit.Stretch, Colors = ColorOrder.Rgb };
}
