using System.Numerics;
using ActorInference.MediaRenderer.Rendering;

namespace ActorInference.MediaRenderer.Scenes;

/// <summary>Hot-air balloons over a valley of fields and trees. They drift with time, and the camera glides after them.</summary>
/// <param name="time">Seconds.</param>
/// <param name="tall">Framed for a picture that is higher than wide.</param>
internal sealed class Balloons(float time = 0, bool tall = false) : Scene
{
    private const int Ground = 0, Tree = 1, Basket = 2, FirstBalloon = 10;
    private const float Plot = 5, Mountains = 90, HighestHill = 6;

    private static readonly (Vector3 At, float Size, Vector3 Drift, Vector3 One, Vector3 Two, int Stripes)[] Fleet =
    [
        (new(-5, 18, 10), 4.6f, new(0.9f, 0.5f, 0.2f), new(0.75f, 0.07f, 0.04f), new(0.90f, 0.62f, 0.05f), 12),
        (new(9, 13, 26), 4.6f, new(-0.6f, 0.8f, 0), new(0.04f, 0.18f, 0.55f), new(0.85f, 0.85f, 0.82f), 16),
        (new(-17, 24, 48), 5, new(1.2f, -0.3f, 0), new(0.30f, 0.06f, 0.40f), new(0.85f, 0.30f, 0.10f), 10),
        (new(17, 29, 60), 5, new(-1.5f, 0.2f, 0), new(0.02f, 0.36f, 0.22f), new(0.88f, 0.74f, 0.18f), 14),
        (new(1, 8.5f, 52), 4, new(0.5f, 1.1f, 0), new(0.85f, 0.35f, 0.03f), new(0.80f, 0.08f, 0.20f), 8),
    ];

    public override Camera Camera => tall
        ? new(new Vector3(-6, 12, -16), new Vector3(-1.5f, 15.5f, 20), 1.15f)
        : new(new Vector3(-3 + (time * 1.5f), 13, -16), new Vector3(-1 + (time * 0.7f), 15.3f, 20), 1.05f);

    public override Vector3 ToSun { get; } = Vector3.Normalize(new Vector3(0.62f, 0.52f, -0.5f));

    public override float Haze => 600;

    public override float Far => 420;

    public override float Caution => 0.75f;

    public override Nearest Distance(Vector3 p)
    {
        // Far above the hills, the height over the highest of them is distance enough.
        var height = p.Z < Mountains && p.Y > HighestHill + 5 ? p.Y - HighestHill : p.Y - Height(p.X, p.Z);
        var nearest = new Nearest(height * 0.7f, Ground);
        if (height < 5) nearest = Trees(nearest, p);
        for (var i = 0; i < Fleet.Length; i++)
        {
            var b = Local(i, p);
            var size = Fleet[i].Size;
            var away = b.Length() - 2.6f;
            if (away > 1)
            {
                nearest = nearest.Or(away * size, FirstBalloon + i);
                continue;
            }

            // The envelope narrows to its mouth, and bulges between the seams.
            var seam = 0.012f * MathF.Abs(MathF.Sin(MathF.Atan2(b.X, b.Z) * Fleet[i].Stripes * 0.5f));
            var envelope = Shapes.Blend(b.Length() - 1, Shapes.Cone(b - new Vector3(0, -1.45f, 0), 1.1f, 0.3f, 0.85f), 0.25f) - seam;
            var basket = Shapes.Box(b - new Vector3(0, -2.05f, 0), new Vector3(0.2f, 0.16f, 0.2f), 0.03f);
            var corner = new Vector3(MathF.Abs(b.X), b.Y, MathF.Abs(b.Z));
            var ropes = Shapes.Capsule(corner, new Vector3(0.18f, -1.95f, 0.18f), new Vector3(0.2f, -1.42f, 0.2f), 0.014f);
            nearest = nearest.Or(envelope * size * 0.85f, FirstBalloon + i).Or(MathF.Min(basket, ropes) * size, Basket);
        }

        return nearest;
    }

    public override Surface Look(int surface, Vector3 p, Vector3 normal)
    {
        switch (surface)
        {
            case Ground:
                return new Surface(Field(p));
            case Tree:
                return new Surface(Vector3.Lerp(new Vector3(0.03f, 0.09f, 0.02f), new Vector3(0.16f, 0.26f, 0.05f), Noise.Space(p * 3.1f)) * (0.7f + (0.6f * Noise.Hash((int)(p.X / Plot), (int)(p.Z / Plot)))));
            case Basket:
                var weave = (int)MathF.Floor(p.Y * 9) + (int)MathF.Floor((p.X + p.Z) * 9);
                return new Surface(weave % 2 == 0 ? new Vector3(0.32f, 0.18f, 0.07f) : new Vector3(0.20f, 0.11f, 0.04f));
            default:
                var (_, _, _, one, two, stripes) = Fleet[surface - FirstBalloon];
                var b = Local(surface - FirstBalloon, p);
                var stripe = MathF.Floor(MathF.Atan2(b.X, b.Z) / MathF.Tau * stripes);
                var band = b.Y is > -0.16f and < 0.16f;
                var color = ((int)MathF.Abs(stripe) % 2 == 0) ^ band ? one : two;
                return new Surface(color * (b.Y < -1.25f ? 0.5f : 1), 0.25f);
        }
    }

    public override Vector3 Background(Vector3 direction) => Skies.Cloudy(direction, ToSun, 4.1f + (time * 0.05f));

    private Vector3 Local(int i, Vector3 p) => Shapes.Turn((p - Fleet[i].At - (Fleet[i].Drift * time)) / Fleet[i].Size, 0.4f * i);

    /// <summary>A patchwork of meadows, grain in rows and ploughed earth, parted by hedges, a road and a river of grass.</summary>
    private static Vector3 Field(Vector3 p)
    {
        float x = p.X + (Noise.Plane(p.X * 0.05f, p.Z * 0.05f) * 14), z = p.Z + (Noise.Plane(p.X * 0.04f, p.Z * 0.06f, 5) * 16);
        int column = (int)MathF.Floor(x / 17), row = (int)MathF.Floor(z / 13);
        var kind = Noise.Hash(column, row, 3);
        var color = kind switch
        {
            < 0.3f => new Vector3(0.15f, 0.27f, 0.05f),
            < 0.5f => new Vector3(0.50f, 0.40f, 0.11f),
            < 0.65f => new Vector3(0.25f, 0.15f, 0.08f),
            < 0.8f => new Vector3(0.56f, 0.50f, 0.07f),
            _ => new Vector3(0.23f, 0.35f, 0.08f),
        };
        if (kind is > 0.3f and < 0.65f) color *= 0.85f + (0.3f * Shapes.Step(-0.3f, 0.3f, MathF.Sin(kind > 0.45f ? x * 3.2f : z * 3.2f)));
        color *= 0.65f + (0.7f * Noise.Fractal(p.X * 2.2f, p.Z * 2.2f, 4));
        var edge = MathF.Min(MathF.Min((x / 17) - column, 1 - ((x / 17) - column)) * 17, MathF.Min((z / 13) - row, 1 - ((z / 13) - row)) * 13);
        return edge < 0.5f ? new Vector3(0.05f, 0.12f, 0.03f) : color;
    }

    private static Nearest Trees(Nearest nearest, Vector3 p)
    {
        int column = (int)MathF.Floor(p.X / Plot), row = (int)MathF.Floor(p.Z / Plot);
        float left = p.X - (column * Plot), near = p.Z - (row * Plot);
        // A step never leaves the plot by more than a hand, so that no tree of the next plot is jumped over.
        var border = MathF.Min(MathF.Min(left, Plot - left), MathF.Min(near, Plot - near)) + 0.15f;
        if (Noise.Hash(column, row, 7) > 0.34f * (0.3f + Noise.Plane(column * 0.15f, row * 0.15f, 2))) return nearest.Or(border, nearest.Surface);
        var radius = 0.75f + (0.75f * Noise.Hash(column, row, 8));
        float x = (column + 0.35f + (0.3f * Noise.Hash(column, row, 1))) * Plot, z = (row + 0.35f + (0.3f * Noise.Hash(column, row, 2))) * Plot;
        var crown = new Vector3(x, Height(x, z) + (radius * 1.2f), z);
        var tree = Shapes.Ellipsoid(p - crown, new Vector3(radius, radius * 1.4f, radius)) - ((Noise.Space(p * 2.3f) - 0.5f) * 0.5f);
        return nearest.Or(MathF.Min(tree * 0.6f, border), tree * 0.6f < border ? Tree : nearest.Surface);
    }

    private static float Height(float x, float z)
    {
        var hills = (Noise.Fractal(x * 0.022f, z * 0.022f, 3) - 0.35f) * 9;
        return z < Mountains ? hills : hills + (Shapes.Step(Mountains, 260, z) * (14 + (70 * Noise.Fractal(x * 0.011f, z * 0.011f, 6))));
    }
}
