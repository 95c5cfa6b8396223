using ActorInference.Video;

namespace ActorInference.Cli.Running;

/// <summary>What arguments name, pictures and videos apart, each with where its result goes.</summary>
/// <param name="Pictures">The pictures.</param>
/// <param name="Videos">The videos and live sources.</param>
internal sealed record RunInputs(PictureFiles Pictures, IReadOnlyList<VideoJob> Videos)
{
    private static readonly HashSet<string> VideoExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".ts", ".mts", ".m2ts", ".mpg", ".mpeg", ".wmv", ".flv", ".3gp", ".ogv", ".y4m",
    };

    // Who names a result so means a file, and would find a folder of that name.
    private static readonly HashSet<string> PictureExtensions = new(StringComparer.OrdinalIgnoreCase) { ".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff" };

    /// <summary>The folders that results need: that for all results and those of videos below it; none for one video that is a target by itself.</summary>
    public IEnumerable<string> Folders(string output) =>
        Pictures.Count == 0 && Videos is [var only] && only.Output == output ? [] : Videos.Select(video => Path.GetDirectoryName(video.Output)!).Prepend(output).Distinct();

    /// <summary>Whether a file's name is a video's.</summary>
    public static bool IsVideo(string path) => VideoExtensions.Contains(Path.GetExtension(path));

    /// <summary>Finds everything; an argument that names nothing is a failure.</summary>
    /// <param name="arguments">Files, folders, globs, addresses, cameras, or <c>-</c>.</param>
    /// <param name="output">A folder for results; or, for one video, a file, a pattern of pictures, or <c>-</c>.</param>
    /// <param name="format">The format of resulting pictures; null for that of each input.</param>
    public static Outcome<RunInputs> Find(IReadOnlyList<string> arguments, string output, string? format)
    {
        var isTarget = VideoTarget.Parse(output).TryGet(out var target, out var wrong);
        if (isTarget && !target!.IsFolder) return OneVideo(arguments, target);
        if (!isTarget && VideoTarget.IsMeantForPictures(output)) return wrong!;
        if (!isTarget && (IsVideo(output) || PictureExtensions.Contains(Path.GetExtension(output))))
        {
            return Invalid($"--out {output}: results go into a folder under the names of their inputs, and this is named as a file; name a folder, or for one video a file ending in .mp4, .mkv, .webm or .gif.");
        }

        if (arguments.FirstOrDefault(IsStream) is { } stream)
        {
            return Invalid($"{stream}: a stream has no name to write under; name a file for it: -o out.mp4 (or .mkv, .webm, .gif, frames/%08d.png, - for standard output).");
        }

        if (!InputFiles.Find(arguments, output).TryGet(out var files, out var failure)) return failure;
        var moves = files.ToLookup(file => IsVideo(file.Relative) || (format is null && MovingPicture.Is(file.Path))); // who names a format wants pictures
        if (!OutputNames.Assign([.. moves[false]], output, format).TryGet(out var pictures, out failure)) return failure;
        if (!VideoNames([.. moves[true]], output).TryGet(out var videos, out failure)) return failure;
        return new RunInputs(pictures, videos);
    }

    // A camera, an address or standard input.
    private static bool IsStream(string argument) => argument.Length > 0 && VideoSource.Parse(argument).Kind != VideoSourceKind.File;

    private static Outcome<RunInputs> OneVideo(IReadOnlyList<string> arguments, VideoTarget target)
    {
        var output = target.Path;
        if (arguments is not [var argument]) return Invalid($"--out {output} is one video, and there are {arguments.Count} inputs; name a folder.");
        if (Directory.Exists(argument)) return Invalid($"{argument} is a folder, and --out {output} takes one video; name a video, or a folder for the results.");
        var source = VideoSource.Parse(argument);
        if (source.Kind == VideoSourceKind.File && !File.Exists(argument)) return new Failure(ErrorKind.NotFound, $"{argument}: there is no such file.");
        if (source.Kind == VideoSourceKind.File && Path.GetFullPath(argument) == Path.GetFullPath(output)) return Invalid($"{output} would be overwritten by its own result; name another file.");
        return new RunInputs(new([], [], output), [new(source, target, KeepsPlace: false)]);
    }

    private static Outcome<List<VideoJob>> VideoNames(List<InputFile> files, string output)
    {
        var jobs = new List<VideoJob>();
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files)
        {
            var extension = VideoTarget.FileExtensions.Contains(Path.GetExtension(file.Relative), StringComparer.OrdinalIgnoreCase) ? Path.GetExtension(file.Relative) : ".mp4";
            var safe = file.Relative.Replace("..", "_", StringComparison.Ordinal);
            var name = Path.Combine(output, Path.ChangeExtension(safe, extension));
            for (var number = 2; !taken.Add(name); number++) name = Path.Combine(output, $"{safe}-{number}{extension}");
            if (files.Exists(other => Path.GetFullPath(other.Path) == Path.GetFullPath(name))) return Invalid($"{name} would be overwritten by its own result; name another output folder.");
            if (Directory.Exists(name)) return Invalid($"{name} is a folder, where the result of {file.Path} is to be; name another output folder.");
            if (!VideoTarget.File(name).TryGet(out var target, out var failure)) return failure;
            jobs.Add(new(VideoSource.File(file.Path), target, KeepsPlace: true));
        }

        return jobs;
    }

    private static Failure Invalid(string message) => new(ErrorKind.InvalidInput, message);
}
