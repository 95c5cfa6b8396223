namespace ActorInference.Video;

/// <summary>Where frames come from.</summary>
public enum VideoSourceKind
{
    /// <summary>A file: frames come as fast as they are taken.</summary>
    File,

    /// <summary>An address on a network. It is read as a file if the server knows how long it lasts, as a live source otherwise.</summary>
    Address,

    /// <summary>A camera or another device that gives pictures at its own pace.</summary>
    Device,

    /// <summary>This process' own standard input, with the bytes of a video file or stream.</summary>
    StandardInput,
}
