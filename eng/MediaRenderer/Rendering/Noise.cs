using System.Numerics;

namespace ActorInference.MediaRenderer.Rendering;

/// <summary>Repeatable randomness over space, from an integer hash: the same point always gives the same value.</summary>
internal static class Noise
{
    /// <summary>0..1 for a lattice point.</summary>
    public static float Hash(int x, int y, int z = 0)
    {
        var h = (uint)((x * 374761393) + (y * 668265263) + (z * 2147483647));
        h = (h ^ (h >> 13)) * 1274126177;
        h ^= h >> 16;
        h = (h * 2246822519) ^ (h >> 15);
        return (h & 0xffffff) / (float)0x1000000;
    }

    /// <summary>Smooth noise 0..1 in the plane, one bump a unit.</summary>
    public static float Plane(float x, float y, int seed = 0)
    {
        var (ix, fx) = Split(x);
        var (iy, fy) = Split(y);
        var a = float.Lerp(Hash(ix, iy, seed), Hash(ix + 1, iy, seed), fx);
        var b = float.Lerp(Hash(ix, iy + 1, seed), Hash(ix + 1, iy + 1, seed), fx);
        return float.Lerp(a, b, fy);
    }

    /// <summary>Smooth noise 0..1 in space.</summary>
    public static float Space(Vector3 p)
    {
        var (iz, fz) = Split(p.Z);
        return float.Lerp(Plane(p.X, p.Y, iz), Plane(p.X, p.Y, iz + 1), fz);
    }

    /// <summary>Octaves of noise in the plane, each half as large and twice as fine; 0..1.</summary>
    public static float Fractal(float x, float y, int octaves)
    {
        float sum = 0, weight = 0.5f, total = 0;
        for (var i = 0; i < octaves; i++)
        {
            sum += weight * Plane(x, y, i);
            total += weight;
            weight *= 0.5f;
            // Turned a little at each octave, so that the lattice does not show.
            (x, y) = ((1.6f * x) + (1.2f * y), (1.6f * y) - (1.2f * x));
        }

        return sum / total;
    }

    private static (int Whole, float Smooth) Split(float value)
    {
        var whole = MathF.Floor(value);
        var t = value - whole;
        return ((int)whole, t * t * (3 - (2 * t)));
    }
}
