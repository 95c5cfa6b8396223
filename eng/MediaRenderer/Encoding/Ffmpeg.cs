using System.Diagnostics;

namespace ActorInference.MediaRenderer.Encoding;

/// <summary>Encodes raw RGB frames with the program ffmpeg, which must be installed.</summary>
internal static class Ffmpeg
{
    /// <summary>A JPEG with full colour resolution, quality about 90.</summary>
    public static void Jpeg(string file, byte[] pixels, int width, int height) =>
        Encode(file, [pixels], width, height, 1, "-frames:v", "1", "-update", "1", "-pix_fmt", "yuvj420p", "-q:v", "4");

    /// <summary>An MP4 that every player shows: H.264, 4:2:0, the index in front.</summary>
    public static void Mp4(string file, IEnumerable<byte[]> frames, int width, int height, int rate) =>
        Encode(file, frames, width, height, rate,
            "-c:v", "libx264", "-preset", "veryslow", "-crf", "23", "-pix_fmt", "yuv420p", "-movflags", "+faststart",
            // No version strings of the encoder, and the colours named.
            "-fflags", "+bitexact", "-flags:v", "+bitexact", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
            "-vf", "scale=out_color_matrix=bt709:out_range=tv");

    private static void Encode(string file, IEnumerable<byte[]> frames, int width, int height, int rate, params string[] options)
    {
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in (string[])["-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", $"{width}x{height}", "-r", $"{rate}", "-i", "-", .. options, file])
        {
            start.ArgumentList.Add(argument);
        }

        using var ffmpeg = Process.Start(start) ?? throw new InvalidOperationException("ffmpeg did not start.");
        using (var input = ffmpeg.StandardInput.BaseStream)
        {
            foreach (var frame in frames) input.Write(frame);
        }

        ffmpeg.WaitForExit();
        if (ffmpeg.ExitCode != 0) throw new InvalidOperationException($"ffmpeg could not write {file}: exit code {ffmpeg.ExitCode}.");
    }
}
