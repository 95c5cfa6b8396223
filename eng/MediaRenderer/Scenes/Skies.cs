using System.Numerics;
using ActorInference.MediaRenderer.Rendering;

namespace ActorInference.MediaRenderer.Scenes;

/// <summary>Daylight skies.</summary>
internal static class Skies
{
    /// <summary>A gradient with cumulus clouds on a layer high above, and a glow around the sun.</summary>
    /// <param name="ray">Where one looks.</param>
    /// <param name="toSun">Where the sun stands.</param>
    /// <param name="drift">How far the clouds have moved.</param>
    public static Vector3 Cloudy(Vector3 ray, Vector3 toSun, float drift)
    {
        var up = MathF.Max(ray.Y, 0.01f);
        var sky = Vector3.Lerp(new Vector3(0.72f, 0.80f, 0.86f), new Vector3(0.10f, 0.27f, 0.62f), MathF.Pow(up, 0.45f));
        var sun = MathF.Max(0, Vector3.Dot(ray, toSun));
        sky += new Vector3(1.0f, 0.75f, 0.45f) * (0.35f * MathF.Pow(sun, 12));

        float x = (ray.X / up * 0.9f) + drift, z = ray.Z / up * 0.9f;
        var density = Noise.Fractal(x, z, 6);
        var towardsSun = Noise.Fractal(x + (toSun.X * 0.25f), z + (toSun.Z * 0.25f), 4);
        var cover = Shapes.Step(0.48f, 0.66f, density) * Shapes.Step(0.02f, 0.16f, up);
        var shade = Math.Clamp(0.75f + ((density - towardsSun) * 2.2f), 0.45f, 1.1f);
        var cloud = Vector3.Lerp(new Vector3(0.45f, 0.50f, 0.60f), new Vector3(1.25f, 1.18f, 1.08f), shade);
        return Vector3.Lerp(sky, cloud, cover * 0.95f);
    }
}
