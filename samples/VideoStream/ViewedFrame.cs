namespace VideoStream;

/// <summary>One frame as it is shown: the original and what the model made of it, both JPEG.</summary>
/// <param name="Number">Its number since the start.</param>
/// <param name="Came">When it came, in ticks of the clock.</param>
internal sealed record ViewedFrame(long Number, long Came, byte[] Original, byte[] Result);
