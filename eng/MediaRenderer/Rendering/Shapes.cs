using System.Numerics;

namespace ActorInference.MediaRenderer.Rendering;

/// <summary>Signed distances to simple bodies around the origin, after Inigo Quilez' collection of formulas.</summary>
internal static class Shapes
{
    public static float Ellipsoid(Vector3 p, Vector3 radii)
    {
        var k = (p / radii).Length();
        return k * (k - 1) / MathF.Max((p / (radii * radii)).Length(), 1e-6f);
    }

    public static float Box(Vector3 p, Vector3 half, float rounding = 0)
    {
        var q = Vector3.Abs(p) - half + new Vector3(rounding);
        return Vector3.Max(q, Vector3.Zero).Length() + MathF.Min(MathF.Max(q.X, MathF.Max(q.Y, q.Z)), 0) - rounding;
    }

    public static float Capsule(Vector3 p, Vector3 a, Vector3 b, float radius)
    {
        var t = Math.Clamp(Vector3.Dot(p - a, b - a) / (b - a).LengthSquared(), 0, 1);
        return (p - Vector3.Lerp(a, b, t)).Length() - radius;
    }

    /// <summary>An upright cone cut off at y 0 and y height.</summary>
    public static float Cone(Vector3 p, float height, float bottom, float top)
    {
        var slope = (bottom - top) / height;
        var side = (MathF.Sqrt((p.X * p.X) + (p.Z * p.Z)) - (bottom - (slope * p.Y))) / MathF.Sqrt(1 + (slope * slope));
        return MathF.Max(side, MathF.Max(-p.Y, p.Y - height));
    }

    public static float Torus(Vector3 p, float radius, float thickness) =>
        new Vector2(new Vector2(p.X, p.Z).Length() - radius, p.Y).Length() - thickness;

    /// <summary>The union of two bodies with a fillet of about this size.</summary>
    public static float Blend(float a, float b, float fillet)
    {
        var h = MathF.Max(fillet - MathF.Abs(a - b), 0) / fillet;
        return MathF.Min(a, b) - (h * h * fillet * 0.25f);
    }

    public static Vector3 Turn(Vector3 p, float radians)
    {
        var (sin, cos) = MathF.SinCos(radians);
        return new Vector3((p.X * cos) + (p.Z * sin), p.Y, (p.Z * cos) - (p.X * sin));
    }

    /// <summary>0 below from, 1 above to, smooth between.</summary>
    public static float Step(float from, float to, float x)
    {
        var t = Math.Clamp((x - from) / (to - from), 0, 1);
        return t * t * (3 - (2 * t));
    }
}
