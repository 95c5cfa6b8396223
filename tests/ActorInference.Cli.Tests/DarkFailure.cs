using System.Diagnostics;

namespace ActorInference.Cli.Tests;

/// <summary>A model that fails on black pictures, and a clip that is partly black: a run that fails at a frame that is known.</summary>
internal static class DarkFailure
{
    /// <summary>How many frames a black part has.</summary>
    public const int Dark = 5;

    /// <summary>How many a part has that is not black.</summary>
    public const int Light = 25;

    /// <summary>Writes the model. Where all is black it looks for the sixth number of one. With <paramref name="takesGain"/> it has a second input, <c>gain</c>, that pixels are multiplied by.</summary>
    public static void WriteModel(string path, bool takesGain = false)
    {
        var model = new TestModel().Input("x", "float32 [N,3,H,W]");
        if (takesGain) model = model.Input("gain", "float32 [1]");
        model = model.Output("y", "float32 [N,3,H,W]")
            .Initializer("dim", [0.1f]).Initializer("one", [1f]).Initializer("five", [5f]).Initializer("table", [0f], 1)
            .Node("ReduceMax", ["x"], ["most"], ("keepdims", 0L)).Node("Sub", ["most", "dim"], ["rest"]).Node("Ceil", ["rest"], ["light"]).Node("Sub", ["one", "light"], ["dark"])
            .Node("Mul", ["dark", "five"], ["far"]).Node("Cast", ["far"], ["place"], ("to", 7L)).Node("Gather", ["table", "place"], ["nothing"]).Node("Add", ["x", "nothing"], [takesGain ? "sum" : "y"]);
        if (takesGain) model = model.Node("Mul", ["sum", "gain"], ["y"]);
        File.WriteAllBytes(path, model.Bytes);
    }

    /// <summary>Makes a clip of these parts, each black or not: <c>WriteClipAsync("a.mp4", Dark, Light)</c>.</summary>
    public static async Task WriteClipAsync(string path, params int[] parts)
    {
        var inputs = string.Join(' ', parts.Select(frames => $"-f lavfi -i {(frames == Dark ? "color=black:" : "testsrc2=")}s=64x48:r=25:d={frames / 25.0}"));
        using var ffmpeg = Process.Start("ffmpeg", $"-loglevel error -y {inputs} -filter_complex concat=n={parts.Length}:v=1 -c:v libx264 {path}");
        await ffmpeg.WaitForExitAsync();
        Assert.Equal(0, ffmpeg.ExitCode);
    }
}
