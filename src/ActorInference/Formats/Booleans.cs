namespace ActorInference.Formats;

/// <summary>Booleans from files.</summary>
internal static class Booleans
{
    /// <summary>Makes every byte but 0 a 1: .NET's and ONNX Runtime's code may assume that nothing else occurs.</summary>
    public static void Normalise(Span<byte> bytes)
    {
        foreach (ref var element in bytes) element = element == 0 ? (byte)0 : (byte)1;
    }
}
