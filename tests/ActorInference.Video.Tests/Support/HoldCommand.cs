namespace ActorInference.Video.Tests;

/// <summary><c>hold PATH [FFMPEG]</c>: begins to read, says <c>reading</c>, and takes nothing until it is killed.</summary>
internal static class HoldCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var options = new VideoReadOptions { Ffmpeg = new() { Program = arguments.Length > 1 ? arguments[1] : null } };
        await using var reader = (await VideoReader.OpenAsync(VideoSource.File(arguments[0]), options)).Value;
        await using var frames = reader.ReadAsync().GetAsyncEnumerator();
        var first = frames.MoveNextAsync().AsTask();
        if (arguments.Length == 1) await first;
        Console.WriteLine("reading");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        return 0;
    }
}
