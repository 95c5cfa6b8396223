namespace ActorInference.Video;

/// <summary>What is done when a live source breaks off: it is opened again after a pause, which doubles with each attempt that brings no frame.</summary>
public sealed record ReconnectOptions
{
    /// <summary>Attempts in a row without a frame until the source counts as lost; 0 or more, 10 by default. 0 ends at the first break.</summary>
    public int Attempts { get; init; } = 10;

    /// <summary>The pause before the first attempt; above 0, 500 ms by default.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause; at least <see cref="FirstBackoff"/>, 30 s by default.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>By how much each pause varies either way, as a part of it, so that many readers of one server do not return at once; 0 to 1, 0.2 by default.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>How long nothing may come from an address or a device until it counts as broken off; above 0, 10 s by default.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(10);
}
