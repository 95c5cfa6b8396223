namespace ActorInference.Imaging.Native;

/// <summary>
/// The names that the raw functions are bound under. One file may hold all three (sharp's build on Linux and macOS does) or each may
/// have its own (Windows, a system's libvips): <see cref="LibvipsLibrary"/> finds out.
/// </summary>
internal static class NativeNames
{
    public const string Vips = "actorinference-vips";
    public const string GObject = "actorinference-gobject";
    public const string GLib = "actorinference-glib";
}
