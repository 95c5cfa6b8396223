namespace ActorInference.Imaging.Native;

// Of each enumeration only the members in use; a test holds their values against the loaded library.

/// <summary>VipsKernel: how resizing weighs pixels.</summary>
internal enum VipsKernel
{
    Nearest = 0,
    Linear = 1,
    Cubic = 2,
    Lanczos3 = 5,
}

/// <summary>VipsFailOn: from which kind of damage on a loader fails.</summary>
internal enum VipsFailOn
{
    None = 0,
    Error = 2,
}

/// <summary>VipsAccess: how pixels will be asked for.</summary>
internal enum VipsAccess
{
    Sequential = 1,
}

/// <summary>VipsInterpretation: what the numbers in the bands mean.</summary>
internal enum VipsInterpretation
{
    Cmyk = 15,
    Srgb = 22,
}

/// <summary>VipsBandFormat: the element type.</summary>
internal enum VipsBandFormat
{
    UChar = 0,
}

/// <summary>VipsForeignSubsample: whether JPEG keeps colour at half resolution.</summary>
internal enum VipsForeignSubsample
{
    On = 1,
    Off = 2,
}

/// <summary>The names by which GObject knows the enumerations above; the ABI test reads the members' values back by them.</summary>
internal static class VipsEnums
{
    public static string TypeNameOf<T>()
        where T : struct, Enum => typeof(T).Name;
}
