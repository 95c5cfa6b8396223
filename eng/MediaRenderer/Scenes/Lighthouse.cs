using System.Numerics;
using ActorInference.MediaRenderer.Rendering;

namespace ActorInference.MediaRenderer.Scenes;

/// <summary>A lighthouse and a keeper's house on a cliff, the sea, and sailing boats on it. The boats sail with time.</summary>
/// <param name="time">Seconds.</param>
internal sealed class Lighthouse(float time = 0) : Scene
{
    private const int Sea = 0, Ground = 1, Tower = 2, Lantern = 3, Roof = 4, Wall = 5, Hull = 6, Sail = 7, Wood = 8;
    private const float Highest = 12;

    private static readonly Vector3 Foot = new(7, 4.8f, 4);
    private static readonly Vector3 House = new(10.8f, 5.0f, 5.4f);

    public override Camera Camera => new(new Vector3(-6 + (time * 0.5f), 4.2f, -20), new Vector3(2.6f, 6.2f, 4), 1.25f);

    public override Vector3 ToSun { get; } = Vector3.Normalize(new Vector3(-0.62f, 0.55f, -0.42f));

    public override float Haze => 420;

    public override float Far => 260;

    public override float Caution => 0.7f;

    public override Nearest Distance(Vector3 p)
    {
        // The cliff rises five metres a metre, so a fifth of the height above it is safe; far above it, so is the height over the highest ground.
        var ground = p.Y > Highest + 1 ? p.Y - Highest : (p.Y - Height(p.X, p.Z)) * 0.2f;
        var nearest = new Nearest(p.Y, Sea).Or(ground, Ground);

        var t = p - Foot;
        nearest = nearest
            .Or(Shapes.Cone(t + Vector3.UnitY, 9.2f, 1.32f, 0.82f), Tower)
            .Or(Shapes.Cone(t - new Vector3(0, 8.2f, 0), 0.25f, 1.25f, 1.25f), Roof)
            .Or(Shapes.Torus(t - new Vector3(0, 9.0f, 0), 1.2f, 0.04f), Roof)
            .Or(Shapes.Cone(t - new Vector3(0, 8.4f, 0), 1.4f, 0.62f, 0.62f), Lantern)
            .Or(Shapes.Cone(t - new Vector3(0, 9.8f, 0), 0.9f, 0.95f, 0.05f), Roof)
            .Or((t - new Vector3(0, 10.8f, 0)).Length() - 0.14f, Roof);

        var h = Shapes.Turn(p - House, 0.5f);
        nearest = nearest.Or(Shapes.Box(h - new Vector3(0, 0.4f, 0), new Vector3(1.7f, 1.5f, 1.2f)), Wall);
        var gable = MathF.Max((MathF.Abs(h.Z) * 0.6f) + ((h.Y - 3.1f) * 0.8f), MathF.Max(1.85f - h.Y, MathF.Abs(h.X) - 1.95f));
        nearest = nearest.Or(gable, Roof).Or(Shapes.Box(h - new Vector3(1.0f, 2.9f, 0), new Vector3(0.2f, 0.6f, 0.2f)), Wall);

        return Boat(Boat(nearest, p, new Vector3(-7.4f + (time * 0.9f), 0, -5), 1f), p, new Vector3(-22 + (time * 0.5f), 0, 26), 1.5f);
    }

    public override Surface Look(int surface, Vector3 p, Vector3 normal)
    {
        switch (surface)
        {
            case Sea:
                var ripple = new Vector3(Wave(p.X + 0.05f, p.Z) - Wave(p.X - 0.05f, p.Z), 0, Wave(p.X, p.Z + 0.05f) - Wave(p.X, p.Z - 0.05f));
                var shore = Shapes.Step(-1.6f, 0.05f, Height(p.X, p.Z));
                var foam = shore * Shapes.Step(0.45f, 0.6f, Noise.Fractal(p.X * 1.7f, (p.Z * 1.7f) + time, 4));
                var water = Vector3.Lerp(new Vector3(0.010f, 0.09f, 0.14f), new Vector3(0.05f, 0.30f, 0.30f), shore);
                return new Surface(Vector3.Lerp(water, new Vector3(0.8f), foam), 0.8f * (1 - foam), Vector3.Normalize(Vector3.UnitY - (ripple * 1.6f)));
            case Ground:
                var speckle = Noise.Fractal(p.X * 9, p.Z * 9, 3);
                var grass = Vector3.Lerp(new Vector3(0.10f, 0.22f, 0.035f), new Vector3(0.34f, 0.42f, 0.08f), Noise.Fractal(p.X * 0.8f, p.Z * 0.8f, 4)) * (0.5f + speckle);
                var layers = Noise.Fractal((p.X + p.Z) * 0.5f, p.Y * 5, 4);
                var rock = Vector3.Lerp(new Vector3(0.16f, 0.12f, 0.09f), new Vector3(0.50f, 0.42f, 0.33f), layers);
                return new Surface(Vector3.Lerp(rock, grass, Shapes.Step(0.62f, 0.80f, normal.Y) * Shapes.Step(1.2f, 2.4f, p.Y)));
            case Tower:
                var t = p - Foot;
                var band = (int)MathF.Floor((t.Y + 2.74f) / 1.37f) % 2 == 0;
                var angle = MathF.Atan2(t.X, -t.Z);
                var window = MathF.Abs(angle + 0.45f) < 0.16f && (t.Y % 2.74f) is > 1.7f and < 2.35f;
                var stain = 0.85f + (0.15f * Noise.Fractal(angle * 6, t.Y * 0.7f, 4));
                return window ? new Surface(new Vector3(0.03f, 0.04f, 0.06f), 0.8f) : new Surface((band ? new Vector3(0.62f, 0.05f, 0.035f) : new Vector3(0.80f, 0.78f, 0.73f)) * stain, 0.15f);
            case Lantern:
                var frame = MathF.Abs((MathF.Atan2(p.X - Foot.X, p.Z - Foot.Z) * 1.6f % 1)) < 0.12f;
                return frame ? new Surface(new Vector3(0.05f)) : new Surface(new Vector3(0.95f, 0.75f, 0.28f), 1);
            case Roof:
                var tiles = Noise.Hash((int)MathF.Floor(p.X * 5), (int)MathF.Floor(p.Y * 6), (int)MathF.Floor(p.Z * 5));
                return new Surface(new Vector3(0.30f, 0.09f, 0.06f) * (0.75f + (0.5f * tiles)), 0.1f);
            case Wall:
                var h = Shapes.Turn(p - House, 0.5f);
                var pane = h.Y is > 0.6f and < 1.35f && MathF.Abs(MathF.Abs(h.X) - 0.85f) < 0.3f;
                var cross = MathF.Abs(MathF.Abs(h.X) - 0.85f) < 0.04f || MathF.Abs(h.Y - 0.98f) < 0.04f;
                return pane && !cross ? new Surface(new Vector3(0.04f, 0.06f, 0.09f), 0.9f) : new Surface(new Vector3(0.78f, 0.74f, 0.65f) * (0.9f + (0.1f * Noise.Space(p * 7))));
            case Hull:
                return new Surface(p.Y > 0.42f ? new Vector3(0.85f) : new Vector3(0.05f, 0.12f, 0.32f), 0.4f);
            case Sail:
                return new Surface(new Vector3(0.92f, 0.86f, 0.74f) * (0.93f + (0.07f * MathF.Sin(p.Y * 9))));
            default:
                return new Surface(new Vector3(0.28f, 0.16f, 0.07f));
        }
    }

    public override Vector3 Background(Vector3 direction) => Skies.Cloudy(direction, ToSun, 1.3f + (time * 0.03f));

    private static Nearest Boat(Nearest nearest, Vector3 p, Vector3 at, float size)
    {
        var b = (p - at) / size;
        if (b.LengthSquared() > 60) return nearest.Or((b.Length() - 6) * size, Hull);
        var hull = MathF.Max(Shapes.Ellipsoid(b - new Vector3(0, 0.55f, 0), new Vector3(1.9f, 0.75f, 0.6f)), b.Y - 0.6f);
        var mast = Shapes.Capsule(b, new Vector3(0, 0.5f, 0), new Vector3(0, 4.9f, 0), 0.05f);
        // Triangles: the main sail aft of the mast, the jib before it; bellied by the wind.
        var belly = b.Z - (0.35f * MathF.Sin(Math.Clamp((b.Y - 0.8f) / 4, 0, 1) * MathF.PI) * MathF.Min(1, MathF.Abs(b.X)));
        var main = MathF.Max(MathF.Max(b.X + 0.1f, -b.X - (1.75f * (1 - ((b.Y - 0.9f) / 3.9f)))), MathF.Max(0.95f - b.Y, MathF.Abs(belly) - 0.03f));
        var jib = MathF.Max(MathF.Max(0.12f - b.X, b.X - (1.6f * (1 - ((b.Y - 0.8f) / 3.5f)))), MathF.Max(0.9f - b.Y, MathF.Abs(belly) - 0.03f));
        return nearest.Or(hull * size * 0.8f, Hull).Or(mast * size, Wood).Or(MathF.Min(main, jib) * size * 0.7f, Sail);
    }

    /// <summary>The cliff: a plateau that rises out of the sea to the right, steep and broken at its rim.</summary>
    private static float Height(float x, float z)
    {
        var rim = Noise.Fractal(x * 0.22f, z * 0.22f, 3) - 0.5f;
        float dx = (x - 11) / 11, dz = (z - 8) / 13;
        var inside = 1 - MathF.Sqrt((dx * dx) + (dz * dz)) + (rim * 0.7f);
        var plateau = Shapes.Step(0, 0.34f, inside) * 4.6f;
        var headland = 9 * MathF.Max(0, 1 - (MathF.Sqrt(((x + 40) * (x + 40) * 0.2f) + ((z - 110) * (z - 110))) / 32)) * (0.6f + Noise.Fractal(x * 0.1f, z * 0.1f, 4));
        var rocks = 1.1f * Shapes.Step(0.62f, 0.8f, Noise.Plane(x * 0.6f, z * 0.6f, 9)) * Shapes.Step(-0.35f, 0, inside);
        return -1.7f + (inside > -0.4f ? 1.7f * Shapes.Step(-0.4f, 0.05f, inside) : 0) + plateau + rocks + headland + ((Noise.Fractal(x * 1.1f, z * 1.1f, 4) - 0.5f) * 0.8f);
    }

    private float Wave(float x, float z) =>
        (Noise.Fractal((x * 0.7f) + (time * 0.6f), (z * 1.2f) - (time * 0.4f), 4) * 0.5f) + (Noise.Plane((x * 3) - time, z * 5, 3) * 0.06f);
}
