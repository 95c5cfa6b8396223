namespace ActorInference.Imaging;

/// <summary>One number for each of red, green and blue. A tensor with one channel uses the first.</summary>
/// <param name="R">For red.</param>
/// <param name="G">For green.</param>
/// <param name="B">For blue.</param>
public readonly record struct ChannelTriple(float R, float G, float B)
{
    /// <summary>The same number for all three.</summary>
    public static ChannelTriple Same(float value) => new(value, value, value);

    /// <summary>Whether all three are equal.</summary>
    public bool IsUniform => R == G && G == B;

    /// <summary>One number where all are equal, else three with commas.</summary>
    public override string ToString() => IsUniform ? $"{R}" : $"{R},{G},{B}";
}
