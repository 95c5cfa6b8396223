using ActorInference.Formats.Onnx;
using ActorInference.ModelBuilder.Onnx;
using Google.Protobuf;

namespace ActorInference.ModelBuilder.Cartoon;

/// <summary>
/// The model <c>models/cartoon</c>: float32 [N,3,H,W] RGB 0..1 to the same, N, H and W free. No weights are learned; every number in
/// it is written in this folder.
/// </summary>
/// <remarks>
/// <code>
/// picture ─ luma, chroma ─┬─ flatten ─┬─ luma ─ lift ─ posterize ─┐
///                         │           └─ chroma ─ enliven ────────┴─ RGB ─┐
///                         └─ luma ─ ink ──────────────────────────────────┴─ multiply ─ cartoon
/// </code>
/// </remarks>
public static class CartoonModel
{
    /// <summary>Ink darkens the colour below it to this part and is not black: a line in a face stays brown.</summary>
    private const float InkLetsThrough = 0.12f;

    /// <summary>The bytes of the ONNX file; always the same ones.</summary>
    public static byte[] Build()
    {
        var graph = new GraphBuilder();
        var picture = graph.Input("picture", "RGB, 0 (black) to 1, rows from the top; values outside are clipped.", "N", "3", "H", "W");

        graph.Part("colors");
        var lumaChroma = picture.Clip(0, 1).ToLumaChroma();

        graph.Part("smoothing");
        var flat = lumaChroma.Flatten();

        graph.Part("tones");
        var luma = flat.Channels(0, 1).Lift().Posterize();
        var chroma = flat.Channels(1, 3).Enliven();

        graph.Part("edges");
        var ink = lumaChroma.Channels(0, 1).Ink();

        graph.Part("result");
        var inked = luma.ConcatChannels(chroma).ToRgb() * (1f - (ink * (1 - InkLetsThrough)));
        graph.ClippedOutput("cartoon", inked, 0, 1, "RGB, 0 to 1, of the same size.", "N", "3", "H", "W");

        return Describe(graph.Finish("cartoon")).ToByteArray();
    }

    private static ModelProto Describe(GraphProto graph)
    {
        var model = new ModelProto
        {
            // Opset 17 with its IR version 8 (2022): old enough for every runtime at hand, and nothing newer is needed.
            IrVersion = 8,
            OpsetImport = { new OperatorSetIdProto { Version = 17 } },
            ProducerName = "ActorInference.ModelBuilder",
            ProducerVersion = "1",
            ModelVersion = 1,
            DocString = "Turns a photograph into a cartoon: flat areas, few tones, living colours, ink lines. Classical operators, no training.",
            Graph = graph,
        };
        model.MetadataProps.Add([
            // These names and values are ONNX's own (docs/MetadataProps.md there).
            new StringStringEntryProto { Key = "model_author", Value = "The ActorInference authors" },
            new StringStringEntryProto { Key = "model_license", Value = "Apache-2.0" },
            new StringStringEntryProto { Key = "Image.BitmapPixelFormat", Value = "Rgb8" },
            new StringStringEntryProto { Key = "Image.ColorSpaceGamma", Value = "SRGB" },
            new StringStringEntryProto { Key = "Image.NominalPixelRange", Value = "Normalized_0_1" },
            // And in words.
            new StringStringEntryProto { Key = "picture", Value = "float32 [N,3,H,W], RGB, 0..1, any size from 1x1" },
            new StringStringEntryProto { Key = "cartoon", Value = "float32 [N,3,H,W], RGB, 0..1, the size of the picture" },
        ]);
        return model;
    }
}
