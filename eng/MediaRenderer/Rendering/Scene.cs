using System.Numerics;

namespace ActorInference.MediaRenderer.Rendering;

/// <summary>A scene as a signed distance field: lengths in metres, y upwards, colours linear RGB.</summary>
internal abstract class Scene
{
    /// <summary>Where the picture is taken from.</summary>
    public abstract Camera Camera { get; }

    /// <summary>The unit vector towards the sun.</summary>
    public abstract Vector3 ToSun { get; }

    public virtual Vector3 SunColor => new(2.6f, 2.3f, 1.8f);

    /// <summary>Light from everywhere above, for what the sun does not reach.</summary>
    public virtual Vector3 SkyLight => new(0.42f, 0.52f, 0.68f);

    /// <summary>Distance at which haze has taken about two thirds of the colour.</summary>
    public virtual float Haze => float.PositiveInfinity;

    /// <summary>Rays end here.</summary>
    public virtual float Far => 100;

    /// <summary>Parts of a step that are taken: below 1 where the field overstates distances (height fields, displaced surfaces).</summary>
    public virtual float Caution => 0.9f;

    /// <summary>The distance to the nearest surface, and which one it is.</summary>
    public abstract Nearest Distance(Vector3 p);

    /// <summary>What the surface with this number looks like at a point.</summary>
    public abstract Surface Look(int surface, Vector3 p, Vector3 normal);

    /// <summary>What a ray that meets nothing sees.</summary>
    public abstract Vector3 Background(Vector3 direction);
}

/// <summary>A distance and the number of the surface it belongs to.</summary>
internal readonly record struct Nearest(float Distance, int Surface)
{
    public Nearest Or(float distance, int surface) => distance < Distance ? new Nearest(distance, surface) : this;
}

/// <summary>A surface at a point.</summary>
/// <param name="Color">Diffuse colour.</param>
/// <param name="Gloss">0 matt, 1 mirror-like at grazing angles.</param>
/// <param name="Normal">The normal to shade with, if bumps turned it.</param>
internal readonly record struct Surface(Vector3 Color, float Gloss = 0, Vector3? Normal = null);
