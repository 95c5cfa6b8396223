using System.Text;

namespace ActorInference.Video;

/// <summary>What FFmpeg says when it is asked about itself.</summary>
internal static class FfmpegAnswer
{
    /// <summary>All that it says on standard output; nothing when it ends with an error.</summary>
    public static async Task<Outcome<string>> AskAsync(FfmpegPrograms programs, string question, CancellationToken cancel)
    {
        if (!ChildProcess.Start(new(programs.Ffmpeg, ["-hide_banner", question]) { Output = ChildOutput.Read }).TryGet(out var child, out var failure)) return failure;
        await using (child.ConfigureAwait(false))
        {
            using var registration = cancel.UnsafeRegister(static child => ((ChildProcess)child!).Kill(), child);
            using var reader = new StreamReader(child.Output, Encoding.UTF8);
            var text = await reader.ReadToEndAsync(CancellationToken.None).ConfigureAwait(false);
            var code = await child.Exited.ConfigureAwait(false);
            if (cancel.IsCancellationRequested) return new Failure(ErrorKind.Cancelled, $"Asking '{programs.Ffmpeg}' what it is was cancelled.");
            return code == 0 ? text : "";
        }
    }
}
