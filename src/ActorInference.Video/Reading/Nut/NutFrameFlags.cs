namespace ActorInference.Video;

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
