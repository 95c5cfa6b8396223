namespace ActorInference.Video;

/// <summary>What one of the 256 values of a frame's first byte stands for.</summary>
/// <param name="Flags">What follows in the frame's header.</param>
/// <param name="SizeFactor">What the higher part of the size is multiplied by.</param>
/// <param name="SizeRest">The lower part of the size.</param>
/// <param name="PtsDelta">By how much the time stamp is behind the one before, where the header has none.</param>
/// <param name="Reserved">Numbers in the header that mean nothing yet.</param>
/// <param name="HeaderIndex">Which of the common beginnings was left out of the frame.</param>
internal readonly record struct NutFrameCode(NutFrameFlags Flags, int SizeFactor, int SizeRest, long PtsDelta, int Reserved, int HeaderIndex);
