using System.Runtime.InteropServices;

namespace ActorInference.Imaging.Native;

/// <summary>libvips' rectangle: four ints, 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct VipsRect(int Left, int Top, int Width, int Height);
