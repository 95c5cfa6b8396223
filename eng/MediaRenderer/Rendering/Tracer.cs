using System.Numerics;

namespace ActorInference.MediaRenderer.Rendering;

/// <summary>Follows rays through a scene: one sun with soft shadows, sky light with occlusion, one reflection, haze.</summary>
internal static class Tracer
{
    private const int MostSteps = 260;

    /// <summary>The light that comes back along a ray.</summary>
    public static Vector3 Trace(Scene scene, Vector3 eye, Vector3 ray, bool reflect = true)
    {
        if (March(scene, eye, ray) is not { } hit) return scene.Background(ray);

        var p = eye + (ray * hit.Distance);
        var normal = Normal(scene, p, 0.0006f * MathF.Max(hit.Distance, 0.5f));
        var look = scene.Look(hit.Surface, p, normal);
        normal = look.Normal ?? normal;

        var start = p + (normal * 0.003f * MathF.Max(1, hit.Distance * 0.2f));
        var sun = MathF.Max(Vector3.Dot(normal, scene.ToSun), 0);
        if (sun > 0) sun *= Shadow(scene, start);
        var open = Openness(scene, p, normal);
        var sky = scene.SkyLight * ((0.6f + (0.4f * normal.Y)) * open);
        var bounce = scene.SunColor * (0.07f * open * MathF.Max(0, 0.4f - normal.Y));
        var light = look.Color * ((scene.SunColor * sun) + sky + bounce);

        if (look.Gloss > 0)
        {
            var away = Vector3.Reflect(ray, normal);
            var fresnel = look.Gloss * (0.04f + (0.96f * MathF.Pow(1 - MathF.Max(0, Vector3.Dot(-ray, normal)), 5)));
            var mirrored = reflect ? Trace(scene, start, away, reflect: false) : scene.Background(away);
            var highlight = scene.SunColor * (sun > 0 ? MathF.Pow(MathF.Max(0, Vector3.Dot(away, scene.ToSun)), 240) * look.Gloss * 6 : 0);
            light = Vector3.Lerp(light, mirrored, fresnel) + highlight;
        }

        var haze = 1 - MathF.Exp(-hit.Distance / scene.Haze);
        return Vector3.Lerp(light, scene.Background(Vector3.Normalize(ray with { Y = MathF.Max(ray.Y, 0.03f) })), haze);
    }

    private static Nearest? March(Scene scene, Vector3 eye, Vector3 ray)
    {
        var t = 0.02f;
        for (var i = 0; i < MostSteps && t < scene.Far; i++)
        {
            var nearest = scene.Distance(eye + (ray * t));
            if (nearest.Distance < 0.0004f * t) return nearest with { Distance = t };
            t += nearest.Distance * scene.Caution;
        }

        return null;
    }

    private static Vector3 Normal(Scene scene, Vector3 p, float e)
    {
        // Four samples at the corners of a tetrahedron.
        Vector3 a = new(1, -1, -1), b = new(-1, -1, 1), c = new(-1, 1, -1), d = new(1, 1, 1);
        return Vector3.Normalize((a * scene.Distance(p + (a * e)).Distance) + (b * scene.Distance(p + (b * e)).Distance)
            + (c * scene.Distance(p + (c * e)).Distance) + (d * scene.Distance(p + (d * e)).Distance));
    }

    /// <summary>1 in full sun, 0 in the umbra; in between by how narrowly the ray passed something.</summary>
    private static float Shadow(Scene scene, Vector3 from)
    {
        float lit = 1, t = 0.02f;
        for (var i = 0; i < 90 && t < scene.Far * 0.5f; i++)
        {
            var d = scene.Distance(from + (scene.ToSun * t)).Distance;
            lit = MathF.Min(lit, 14 * d / t);
            if (lit < 0.005f) return 0;
            t += Math.Clamp(d * scene.Caution, 0.01f, scene.Far * 0.05f);
        }

        return Shapes.Step(0, 1, lit);
    }

    /// <summary>How much of the sky a point sees, guessed from how soon the field grows along the normal.</summary>
    private static float Openness(Scene scene, Vector3 p, Vector3 normal)
    {
        float closed = 0, weight = 1;
        for (var i = 1; i <= 5; i++)
        {
            var step = 0.02f + (0.11f * i);
            closed += weight * MathF.Max(0, step - scene.Distance(p + (normal * step)).Distance);
            weight *= 0.75f;
        }

        return Math.Clamp(1 - (0.9f * closed), 0.1f, 1);
    }
}
