namespace ActorInference.Video;

/// <summary>What one of the 256 values of a frame's first byte stands for.</summary>
/// <param name="Flags">What follows in the frame's header.</param>
/// <param name="SizeFactor">What the higher part of the size is multiplied by.</param>
/// <param name="SizeRest">The lower part of the size.</param>
/// <param name="PtsDelta">By how much the time stamp is behind the one before, where the header has none.</param>
/// <param name="Reserved">Numbers in the header that mean nothing yet.</param>
/// <param name="HeaderIndex">Which of the common beginnings was left out of the frame.</param>
internal readonly record struct NutFrameCode(NutFrameFlags Flags, int SizeFactor, int SizeRest, long PtsDelta, int Reserved, int HeaderIndex);

/// <summary>What a frame's header has.</summary>
[Flags]
internal enum NutFrameFlags
{
    None = 0,
    CodedPts = 1 << 3,
    StreamId = 1 << 4,
    SizeFactor = 1 << 5,
    Checksum = 1 << 6,
    Reserved = 1 << 7,
    SideData = 1 << 8,
    HeaderIndex = 1 << 10,
    MatchTime = 1 << 11,
    CodedFlags = 1 << 12,
    Invalid = 1 << 13,
}
