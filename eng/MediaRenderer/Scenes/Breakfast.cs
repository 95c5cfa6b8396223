using System.Numerics;
using ActorInference.MediaRenderer.Rendering;

namespace ActorInference.MediaRenderer.Scenes;

/// <summary>A still life by a window: mug, fruit and books on a wooden table.</summary>
internal sealed class Breakfast : Scene
{
    private const int Table = 0, Wall = 1, Mug = 2, Coffee = 3, Apple = 4, Stem = 5, Lemon = 6, Book = 7, Plate = 8, Green = 9;

    private static readonly Vector3 MugAt = new(-0.62f, 0, 0.1f);
    private static readonly Vector3 RedAt = new(0.62f, 0.36f, -0.42f);
    private static readonly Vector3 GreenAt = new(1.22f, 0.34f, 0.02f);
    private static readonly Vector3 LemonAt = new(0.02f, 0.25f, -0.82f);

    public override Camera Camera => new(new Vector3(0.3f, 2.75f, -4.1f), new Vector3(0.17f, 0.42f, 0.1f), 1.65f);

    public override Vector3 ToSun { get; } = Vector3.Normalize(new Vector3(-0.72f, 0.62f, -0.30f));

    public override Vector3 SkyLight => new(0.42f, 0.44f, 0.48f);

    public override float Far => 20;

    public override Nearest Distance(Vector3 p)
    {
        var nearest = new Nearest(p.Y, Table).Or(3.2f - p.Z, Wall);

        var m = p - MugAt;
        var cup = MathF.Max(Shapes.Cone(m, 1.05f, 0.46f, 0.50f), -Shapes.Cone(m - new Vector3(0, 0.08f, 0), 1.2f, 0.40f, 0.46f)) - 0.02f;
        var h = Shapes.Turn(m - new Vector3(-0.50f, 0.52f, -0.02f), 0.35f);
        var handle = MathF.Max(Shapes.Torus(new Vector3(h.X, h.Z, h.Y), 0.27f, 0.06f), -(Shapes.Cone(m, 1.05f, 0.44f, 0.47f)));
        nearest = nearest.Or(Shapes.Blend(cup, handle, 0.08f), Mug).Or(Shapes.Cone(m - new Vector3(0, 0.1f, 0), 0.74f, 0.41f, 0.45f), Coffee)
            .Or(MathF.Max(Shapes.Ellipsoid(m - new Vector3(0, 0.03f, 0), new Vector3(0.88f, 0.06f, 0.88f)), -p.Y), Plate);

        nearest = Fruit(nearest, p - RedAt, 0.36f, Apple);
        nearest = Fruit(nearest, p - GreenAt, 0.34f, Green);

        var l = Shapes.Turn(p - LemonAt, 0.6f);
        var lemon = Shapes.Blend(Shapes.Ellipsoid(l, new Vector3(0.34f, 0.25f, 0.25f)), Shapes.Ellipsoid(l with { X = MathF.Abs(l.X) - 0.33f }, new Vector3(0.09f, 0.06f, 0.06f)), 0.1f);
        nearest = nearest.Or(lemon - (0.006f * Noise.Space(l * 26)), Lemon);

        for (var i = 0; i < 3; i++)
        {
            var b = Shapes.Turn(p - new Vector3(1.05f - (0.1f * i), 0.13f + (0.25f * i), 1.15f), 0.25f - (0.22f * i));
            nearest = nearest.Or(Shapes.Box(b, new Vector3(0.92f - (0.08f * i), 0.12f, 0.58f), 0.015f), Book + (10 * (i + 1)));
        }

        return nearest;
    }

    public override Surface Look(int surface, Vector3 p, Vector3 normal)
    {
        switch (surface)
        {
            case Table:
                var plank = (int)MathF.Floor((p.Z + 8) / 0.62f);
                var seam = MathF.Abs((((p.Z + 8) / 0.62f) % 1) - 0.5f) > 0.485f;
                var shift = Noise.Hash(plank, 3) * 20;
                var grain = Noise.Fractal((p.X * 0.8f) + shift, (p.Z * 9) + shift + (1.5f * Noise.Plane(p.X * 0.7f, p.Z * 1.5f)), 5);
                var wood = Vector3.Lerp(new Vector3(0.23f, 0.10f, 0.035f), new Vector3(0.62f, 0.36f, 0.15f), grain) * (0.75f + (0.5f * Noise.Hash(plank, 9)));
                return new Surface(seam ? wood * 0.25f : wood, 0.35f);
            case Wall:
                // The sun through a window with a cross, and a wallpaper of dots.
                var dot = new Vector2(Fold(p.X * 2.2f), Fold((p.Y * 2.2f) + (0.5f * (MathF.Floor(p.X * 2.2f) % 2)))).Length() < 0.13f;
                return new Surface((dot ? new Vector3(0.62f, 0.55f, 0.36f) : new Vector3(0.20f, 0.38f, 0.42f)) * (0.92f + (0.08f * Noise.Fractal(p.X * 5, p.Y * 5, 3))));
            case Mug:
                var y = p.Y;
                var stripe = y is > 0.26f and < 0.36f or > 0.42f and < 0.46f;
                return new Surface(stripe ? new Vector3(0.85f, 0.82f, 0.74f) : y > 1.03f ? new Vector3(0.85f, 0.80f, 0.70f) : new Vector3(0.05f, 0.20f, 0.48f), 0.9f);
            case Coffee:
                var swirl = p - MugAt;
                var crema = Noise.Fractal((MathF.Atan2(swirl.X, swirl.Z) * 1.2f) + (9 * swirl.Length()), swirl.Length() * 6, 4);
                return new Surface(Vector3.Lerp(new Vector3(0.06f, 0.022f, 0.008f), new Vector3(0.42f, 0.22f, 0.08f), Shapes.Step(0.45f, 0.7f, crema)), 0.5f);
            case Apple:
                return new Surface(Peel(p - RedAt, new Vector3(0.62f, 0.03f, 0.03f), new Vector3(0.85f, 0.52f, 0.10f)), 0.7f);
            case Green:
                return new Surface(Peel(p - GreenAt, new Vector3(0.28f, 0.46f, 0.05f), new Vector3(0.62f, 0.62f, 0.12f)), 0.7f);
            case Stem:
                return new Surface(new Vector3(0.13f, 0.07f, 0.03f));
            case Lemon:
                return new Surface(new Vector3(0.90f, 0.66f, 0.04f) * (0.9f + (0.2f * Noise.Space((p - LemonAt) * 24))), 0.5f);
            case Plate:
                var ring = new Vector2(p.X - MugAt.X, p.Z - MugAt.Z).Length();
                return new Surface(ring is > 0.76f and < 0.80f ? new Vector3(0.06f, 0.20f, 0.45f) : new Vector3(0.82f, 0.79f, 0.72f), 0.7f);
            default:
                var i = (surface - Book) / 10 - 1;
                var b = Shapes.Turn(p - new Vector3(1.05f - (0.1f * i), 0.13f + (0.25f * i), 1.15f), 0.25f - (0.22f * i));
                Vector3[] covers = [new(0.50f, 0.10f, 0.08f), new(0.10f, 0.30f, 0.20f), new(0.72f, 0.48f, 0.12f)];
                var pages = MathF.Abs(b.Y) < 0.09f && b.X > 0.5f;
                var title = MathF.Abs(b.Y) < 0.03f && b.Z < -0.5f && MathF.Abs(b.X + 0.1f) < 0.4f && Noise.Hash((int)MathF.Floor(b.X * 24), i) > 0.3f;
                return new Surface(pages ? new Vector3(0.8f, 0.76f, 0.64f) * (0.8f + (0.2f * MathF.Sin(b.Y * 260))) : title ? new Vector3(0.85f, 0.72f, 0.38f) : covers[i], 0.2f);
        }
    }

    public override Vector3 Background(Vector3 direction) => Vector3.Lerp(new Vector3(0.55f, 0.60f, 0.66f), new Vector3(1.4f, 1.5f, 1.6f), Shapes.Step(0.1f, 0.7f, direction.Y - (0.4f * direction.Z)));

    private static Nearest Fruit(Nearest nearest, Vector3 p, float radius, int surface)
    {
        var ring = new Vector2(p.X, p.Z).Length();
        var dimple = 0.16f * MathF.Exp(-ring * ring / (0.02f * radius)) * radius;
        var body = Shapes.Ellipsoid(p, new Vector3(radius, radius * 0.92f, radius) * (1 - (0.08f * Shapes.Step(0, -radius, p.Y)))) + (p.Y > 0 ? dimple * 2.2f : 0);
        return nearest.Or(body * 0.8f, surface)
            .Or(Shapes.Capsule(p, new Vector3(0, radius * 0.5f, 0), new Vector3(0.05f, radius * 1.25f, 0.02f), 0.02f), Stem);
    }

    private static Vector3 Peel(Vector3 p, Vector3 ripe, Vector3 pale)
    {
        var streaks = Noise.Plane((MathF.Atan2(p.X, p.Z) * 9) + 40, p.Y * 4);
        var blush = Shapes.Step(-0.1f, 0.55f, (p.Y * 1.4f) + ((streaks - 0.5f) * 0.7f) + (p.X * 0.5f));
        var spot = Noise.Space(p * 30) > 0.83f ? 0.25f : 0;
        return Vector3.Lerp(Vector3.Lerp(ripe, pale, blush * 0.75f), new Vector3(0.85f, 0.75f, 0.45f), spot);
    }

    private static float Fold(float x) => x - MathF.Floor(x) - 0.5f;
}
