namespace ActorInference.Video.Tests;

/// <summary>
/// <c>write TARGET FRAMES [y4m] [hold]</c>: writes the film of that many frames, resumably where the target is no pipe, and goes on where an earlier such run stopped. A line on standard error
/// for each frame that was taken. With <c>hold</c> it does not complete the target but waits to be killed.
/// </summary>
internal static class WriteCommand
{
    public static readonly RunIdentity Identity = new("a film", 1, DateTimeOffset.UnixEpoch, [new("the model", "a.onnx", "5 bytes"), new("--crf", "18")]);

    public static async Task<int> RunAsync(string[] arguments)
    {
        var film = Film.Steady(int.Parse(arguments[1]));
        var options = film.Options() with { Raw = arguments.Contains("y4m") ? RawFormat.Y4m : RawFormat.Rgb24 };
        if (arguments[0] != "-") options = options with { Run = Identity, Resume = true };
        await using var writer = (await VideoWriter.OpenAsync(arguments[0], options)).Value;
        for (var index = (int)writer.NextFrame; index < film.Frames; index++)
        {
            using var frame = film.Frame(index);
            if (await writer.WriteAsync(frame) is { } failure) throw failure.ToException();
            await Console.Error.WriteLineAsync($"{index}");
        }

        if (arguments.Contains("hold")) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        return await writer.CompleteAsync() is { } failed ? throw failed.ToException() : 0;
    }
}
