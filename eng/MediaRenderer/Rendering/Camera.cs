using System.Numerics;

namespace ActorInference.MediaRenderer.Rendering;

/// <summary>A pinhole camera; seen along z, x goes to the right.</summary>
/// <param name="Eye">Its place.</param>
/// <param name="Target">What it looks at.</param>
/// <param name="Zoom">Focal length in heights of the picture.</param>
internal readonly record struct Camera(Vector3 Eye, Vector3 Target, float Zoom)
{
    /// <summary>The ray through a point of the picture; x and y in heights of the picture from its centre, y upwards.</summary>
    public Vector3 Ray(float x, float y)
    {
        var forward = Vector3.Normalize(Target - Eye);
        var right = Vector3.Normalize(Vector3.Cross(Vector3.UnitY, forward));
        var up = Vector3.Cross(forward, right);
        return Vector3.Normalize((forward * Zoom) + (right * x) + (up * y));
    }
}
