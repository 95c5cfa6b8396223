namespace ActorInference.Imaging.Native;

/// <summary>The fundamental GTypes in use: G_TYPE_MAKE_FUNDAMENTAL(n) is n shifted left by two (gtype.h).</summary>
internal static class GType
{
    public const nuint Boolean = 5 << 2;
    public const nuint Int = 6 << 2;
    public const nuint Double = 15 << 2;
    public const nuint String = 16 << 2;
}
