namespace ActorInference.Video;

/// <summary>What a video is read from.</summary>
public sealed record VideoSource
{
    private VideoSource(VideoSourceKind kind, string location, string name) => (Kind, Location, Name) = (kind, location, name);

    /// <summary>What sort of source it is.</summary>
    public VideoSourceKind Kind { get; }

    /// <summary>The path, address or device, as FFmpeg is to open it.</summary>
    public string Location { get; }

    /// <summary>What messages call it: as it was given, but for the user and password of an address.</summary>
    public string Name { get; }

    /// <summary>FFmpeg's name of the format or device, such as <c>v4l2</c> or <c>mpegts</c>; null, the default for all but devices, lets FFmpeg find out.</summary>
    public string? Format { get; init; }

    /// <summary>
    /// More of FFmpeg's options for opening the source, such as <c>-framerate 30 -video_size 1280x720</c> for a camera, each word by itself; none by default. Both ffprobe and ffmpeg get them.
    /// </summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>
    /// What a command line names: <c>-</c> is standard input, <c>/dev/video0</c> and <c>camera:NAME</c> are cameras, <c>rtsp://...</c> and the like are addresses, all else are paths of files.
    /// </summary>
    public static VideoSource Parse(string text)
    {
        if (text == "-") return StandardInput();
        if (text.StartsWith("/dev/video", StringComparison.Ordinal)) return Camera(text);
        if (text.StartsWith("camera:", StringComparison.Ordinal)) return Camera(text["camera:".Length..]);
        return AddressName.IsAddress(text) ? Address(text) : File(text);
    }

    /// <summary>A file, by its path.</summary>
    public static VideoSource File(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);

        // With its protocol named, a path is a path, whatever characters it begins with or holds.
        return new(VideoSourceKind.File, "file:" + Path.GetFullPath(path), path);
    }

    /// <summary>An address, such as <c>rtsp://camera/stream</c>.</summary>
    public static VideoSource Address(string address)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        return new(VideoSourceKind.Address, address, AddressName.WithoutUser(address));
    }

    /// <summary>A camera of this machine: its number or <c>/dev/video0</c> on Linux, its number on macOS, its name on Windows.</summary>
    public static VideoSource Camera(string name)
    {
        if (OperatingSystem.IsMacOS()) return Device("avfoundation", name);
        if (OperatingSystem.IsWindows()) return Device("dshow", $"video={name}");
        return Device("v4l2", name.All(char.IsAsciiDigit) ? $"/dev/video{name}" : name);
    }

    /// <summary>Any device that FFmpeg can open, by FFmpeg's name of the sort of device and its own name, such as <c>x11grab</c> and <c>:0</c>.</summary>
    public static VideoSource Device(string format, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(format);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(VideoSourceKind.Device, name, name) { Format = format };
    }

    /// <summary>This process' standard input, which can be read once and by one reader.</summary>
    public static VideoSource StandardInput() => new(VideoSourceKind.StandardInput, "pipe:0", "standard input");

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
