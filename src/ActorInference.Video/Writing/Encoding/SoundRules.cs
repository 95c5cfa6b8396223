namespace ActorInference.Video;

/// <summary>Which sound a container holds.</summary>
/// <param name="Holds">The codecs that are copied, in FFmpeg's names; null for all.</param>
/// <param name="Encoder">What others are encoded with.</param>
/// <param name="Kilobits">At how many kilobits a second.</param>
internal sealed record SoundRules(string[]? Holds, string Encoder, int Kilobits);
