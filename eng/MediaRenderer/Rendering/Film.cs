using System.Numerics;

namespace ActorInference.MediaRenderer.Rendering;

/// <summary>Exposes a scene: samples each pixel, maps the light to 8 bits as a camera does, and adds a camera's grain and vignette.</summary>
internal static class Film
{
    /// <summary>Standard deviation of the grain in the middle tones, of 255: what a good sensor shows at ISO 400.</summary>
    private const float Grain = 2.5f;

    /// <summary>RGB bytes, rows from the top: width * height * 3 of them.</summary>
    /// <param name="scene">What to see.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="grid">Samples a pixel along each side.</param>
    /// <param name="seed">Of the grain; another one for each frame of a clip.</param>
    public static byte[] Expose(Scene scene, int width, int height, int grid, int seed)
    {
        var pixels = new byte[width * height * 3];
        var camera = scene.Camera;
        Parallel.For(0, height, y =>
        {
            for (var x = 0; x < width; x++)
            {
                var light = Vector3.Zero;
                for (var s = 0; s < grid * grid; s++)
                {
                    var u = (x + (((s % grid) + 0.5f) / grid) - (width * 0.5f)) / height;
                    var v = (y + (((s / grid) + 0.5f) / grid) - (height * 0.5f)) / height;
                    // Mapped before it is averaged: one bright glint must not make a jagged star.
                    light += Tone(Tracer.Trace(scene, camera.Eye, camera.Ray(u, -v)) * Vignette(u, v));
                }

                light /= grid * grid;
                var grain = Grain * (Noise.Hash(x, y, seed) + Noise.Hash(y, x, seed + 1000) - 1) * 2.4f;
                var at = ((y * width) + x) * 3;
                pixels[at] = ToByte(light.X, grain);
                pixels[at + 1] = ToByte(light.Y, grain);
                pixels[at + 2] = ToByte(light.Z, grain);
            }
        });
        return pixels;
    }

    private static float Vignette(float u, float v) => 1 / (1 + (0.35f * ((u * u) + (v * v))));

    /// <summary>Narkowicz' fit of the ACES film curve, then the exponent of displays.</summary>
    private static Vector3 Tone(Vector3 light)
    {
        var c = Vector3.Max(light, Vector3.Zero) * 0.75f;
        var curve = (c * ((c * 2.51f) + new Vector3(0.03f))) / ((c * ((c * 2.43f) + new Vector3(0.59f))) + new Vector3(0.14f));
        curve = Vector3.Clamp(curve, Vector3.Zero, Vector3.One);
        return new Vector3(MathF.Pow(curve.X, 1 / 2.2f), MathF.Pow(curve.Y, 1 / 2.2f), MathF.Pow(curve.Z, 1 / 2.2f));
    }

    private static byte ToByte(float value, float grain) => (byte)Math.Clamp((value * 255) + grain + 0.5f, 0, 255);
}
