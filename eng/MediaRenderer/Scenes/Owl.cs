using System.Numerics;
using ActorInference.MediaRenderer.Rendering;

namespace ActorInference.MediaRenderer.Scenes;

/// <summary>A portrait: an owl on a branch before an out-of-focus wood.</summary>
internal sealed class Owl : Scene
{
    private const int Body = 0, Eye = 1, Beak = 2, Wing = 3, Branch = 4, Claw = 5, Disc = 6, Leaf = 7;

    public override Camera Camera => new(new Vector3(-1.1f, 1.25f, -6.2f), new Vector3(0.02f, 0.55f, 0), 1.72f);

    public override Vector3 ToSun { get; } = Vector3.Normalize(new Vector3(-0.65f, 0.62f, -0.55f));

    public override float Caution => 0.65f;

    public override float Far => 20;

    public override Nearest Distance(Vector3 p)
    {
        var m = p with { X = MathF.Abs(p.X) };
        var fluff = Feathers(p) * 0.03f;
        var body = Shapes.Ellipsoid(p - new Vector3(0, 0.15f, 0), new Vector3(0.78f, 1.05f, 0.70f));
        var head = Shapes.Ellipsoid(p - new Vector3(0, 1.38f, -0.05f), new Vector3(0.74f, 0.60f, 0.60f));
        var tuft = Shapes.Capsule(m, new Vector3(0.40f, 1.78f, -0.10f), new Vector3(0.66f, 2.16f, 0.02f), 0.10f);
        var nearest = new Nearest(Shapes.Blend(Shapes.Blend(body, head, 0.25f), tuft, 0.18f) - fluff, Body);

        var disc = Shapes.Ellipsoid(m - new Vector3(0.27f, 1.38f, -0.53f), new Vector3(0.35f, 0.37f, 0.13f));
        nearest = nearest.Or(disc - (0.012f * MathF.Sin(MathF.Atan2(m.Y - 1.38f, m.X - 0.27f) * 26)), Disc)
            .Or((m - new Vector3(0.265f, 1.40f, -0.55f)).Length() - 0.185f, Eye)
            .Or(Shapes.Ellipsoid(p - new Vector3(0, 1.18f, -0.70f), new Vector3(0.085f, 0.17f, 0.12f)), Beak);

        var wing = Shapes.Ellipsoid(Tilt(m - new Vector3(0.74f, 0.12f, 0.02f), 0.16f), new Vector3(0.20f, 0.88f, 0.50f));
        nearest = nearest.Or(wing - (fluff * 0.5f), Wing);
        var toe = m - new Vector3(0.30f, -0.88f, -0.26f);
        var claws = MathF.Min(Shapes.Capsule(toe, new Vector3(-0.1f, 0.1f, 0), new Vector3(-0.12f, -0.07f, -0.2f), 0.065f),
            MathF.Min(Shapes.Capsule(toe, new Vector3(0, 0.1f, 0), new Vector3(0, -0.07f, -0.22f), 0.065f), Shapes.Capsule(toe, new Vector3(0.1f, 0.1f, 0), new Vector3(0.13f, -0.07f, -0.2f), 0.065f)));
        nearest = nearest.Or(claws, Claw);

        var bark = (Noise.Space(p * new Vector3(3, 14, 14)) * 0.05f) + (Noise.Space(p * 2) * 0.10f);
        nearest = nearest.Or(Shapes.Capsule(p, new Vector3(-4, -1.25f, -0.1f), new Vector3(4, -0.95f, -0.2f), 0.19f) - bark, Branch)
            .Or(Shapes.Capsule(p, new Vector3(1.3f, -1.1f, -0.2f), new Vector3(2.2f, 0.1f, -0.5f), 0.05f) - (bark * 0.4f), Branch);
        for (var i = 0; i < 6; i++)
        {
            var at = new Vector3(1.45f + (0.15f * i), -0.75f + (0.2f * i), -0.32f - (0.05f * i));
            var side = i % 2 == 0 ? 1f : -1f;
            var leaf = Tilt(p - at - new Vector3(0.17f * side, 0.08f, -0.04f), side * (0.9f + (0.1f * i)));
            nearest = nearest.Or(Shapes.Ellipsoid(leaf, new Vector3(0.085f, 0.22f, 0.02f)), Leaf);
        }

        return nearest;
    }

    public override Surface Look(int surface, Vector3 p, Vector3 normal)
    {
        var feather = Feathers(p);
        switch (surface)
        {
            case Body:
                var belly = Shapes.Step(0.62f, 0.30f, MathF.Abs(p.X)) * Shapes.Step(1.02f, 0.82f, p.Y) * Shapes.Step(0.0f, -0.3f, p.Z);
                var brow = Shapes.Step(0.07f, 0.02f, MathF.Abs(p.Y - 1.62f - (MathF.Abs(p.X) * 0.55f))) * Shapes.Step(-0.2f, -0.4f, p.Z);
                var back = Vector3.Lerp(new Vector3(0.14f, 0.07f, 0.03f), new Vector3(0.46f, 0.25f, 0.10f), feather);
                var front = Vector3.Lerp(new Vector3(0.34f, 0.17f, 0.07f), new Vector3(0.86f, 0.72f, 0.50f), Shapes.Step(0.25f, 0.6f, feather));
                return new Surface(Vector3.Lerp(Vector3.Lerp(back, front, belly), new Vector3(0.85f, 0.75f, 0.58f), brow * 0.8f) * Streak(p));
            case Disc:
                var q = new Vector2(MathF.Abs(p.X) - 0.27f, p.Y - 1.38f);
                var rim = Shapes.Step(0.27f, 0.34f, q.Length());
                var rays = 0.85f + (0.15f * MathF.Sin(MathF.Atan2(q.Y, q.X) * 40));
                return new Surface(Vector3.Lerp(new Vector3(0.82f, 0.66f, 0.44f) * rays, new Vector3(0.16f, 0.07f, 0.03f), rim) * Streak(p));
            case Eye:
                var center = new Vector3(MathF.CopySign(0.265f, p.X), 1.40f, -0.55f);
                var d = p - center;
                // The iris faces the camera a little.
                var off = new Vector2(d.X + 0.03f, d.Y).Length();
                var iris = Vector3.Lerp(new Vector3(0.95f, 0.62f, 0.05f), new Vector3(0.85f, 0.28f, 0.02f), Shapes.Step(0.09f, 0.15f, off));
                var glint = new Vector2(d.X + 0.07f, d.Y - 0.055f).Length() < 0.03f;
                return new Surface(glint ? new Vector3(1.6f) : off < 0.085f ? new Vector3(0.008f) : off > 0.155f ? new Vector3(0.03f, 0.02f, 0.015f) : iris * (0.9f + (0.2f * Noise.Hash((int)(MathF.Atan2(d.Y, d.X) * 24), 5))), 0.6f);
            case Beak:
                return new Surface(new Vector3(0.80f, 0.42f, 0.06f) * Shapes.Step(0.9f, 1.25f, p.Y + 0.1f), 0.5f);
            case Wing:
                var bar = Shapes.Step(0.1f, 0.5f, MathF.Sin((p.Y * 13) + (p.Z * 5)));
                return new Surface(Vector3.Lerp(new Vector3(0.10f, 0.05f, 0.025f), new Vector3(0.40f, 0.21f, 0.08f), (0.55f * feather) + (0.45f * bar)) * Streak(p));
            case Branch:
                var moss = Shapes.Step(0.5f, 0.75f, normal.Y) * Shapes.Step(0.45f, 0.62f, Noise.Space(p * 3.5f));
                var bark = Vector3.Lerp(new Vector3(0.07f, 0.045f, 0.03f), new Vector3(0.30f, 0.21f, 0.14f), Noise.Space(p * new Vector3(4, 22, 22)));
                return new Surface(Vector3.Lerp(bark, new Vector3(0.16f, 0.26f, 0.05f), moss));
            case Leaf:
                return new Surface(new Vector3(0.20f, 0.42f, 0.06f) * (0.75f + (0.5f * Noise.Space(p * 9))), 0.2f);
            default:
                return new Surface(new Vector3(0.32f, 0.27f, 0.18f), 0.3f);
        }
    }

    /// <summary>Soft discs of light between leaves, as a long lens draws them.</summary>
    public override Vector3 Background(Vector3 direction)
    {
        float x = direction.X / direction.Z, y = direction.Y / direction.Z;
        var color = Vector3.Lerp(new Vector3(0.04f, 0.12f, 0.06f), new Vector3(0.30f, 0.42f, 0.14f), Shapes.Step(-0.3f, 0.45f, y + (0.35f * (Noise.Plane((x * 4) + 9, y * 4) - 0.5f))));
        for (var layer = 0; layer < 3; layer++)
        {
            var scale = 5f + (2.5f * layer);
            float u = (x * scale) + (layer * 7), v = y * scale;
            for (var k = 0; k < 9; k++)
            {
                int cx = (int)MathF.Floor(u) + (k % 3) - 1, cy = (int)MathF.Floor(v) + (k / 3) - 1;
                var strength = Noise.Hash(cx, cy, layer + 20);
                if (strength < 0.62f) continue;
                var at = new Vector2(u - cx - Noise.Hash(cx, cy, 31), v - cy - Noise.Hash(cx, cy, 32));
                var disc = Shapes.Step(0.42f, 0.36f, at.Length()) * (0.75f + (0.6f * at.LengthSquared()));
                color += new Vector3(0.52f, 0.55f, 0.20f) * (disc * (strength - 0.55f) * 0.9f * Shapes.Step(-0.35f, 0.3f, y));
            }
        }

        return color;
    }

    /// <summary>0 between feathers to 1 on their middle: scales in staggered rows that point downwards.</summary>
    private static float Feathers(Vector3 p)
    {
        var around = MathF.Atan2(p.X, -p.Z) * 5.2f;
        var down = p.Y * 7.5f;
        var row = MathF.Floor(down);
        around += (row % 2 == 0) ? 0.5f : 0;
        float u = around - MathF.Floor(around) - 0.5f, v = down - row;
        return Shapes.Step(0.55f, 0.15f, new Vector2(u, (v - 0.75f) * 0.7f).Length());
    }

    private static float Streak(Vector3 p) => 0.78f + (0.44f * Noise.Space(p * new Vector3(34, 9, 34)));

    private static Vector3 Tilt(Vector3 p, float radians)
    {
        var (sin, cos) = MathF.SinCos(radians);
        return new Vector3((p.X * cos) + (p.Y * sin), (p.Y * cos) - (p.X * sin), p.Z);
    }
}
