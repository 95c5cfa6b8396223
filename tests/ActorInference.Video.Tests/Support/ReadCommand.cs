using ActorInference.Imaging;

namespace ActorInference.Video.Tests;

/// <summary><c>read SOURCE [FOLDER]</c>: a line for each frame with index, time stamp, duration and a digest of the pixels; the frames as PNG into the folder. A failure is the last line.</summary>
internal static class ReadCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var opened = await VideoReader.OpenAsync(VideoSource.Parse(arguments[0]));
        if (!opened.TryGet(out var reader, out var failure))
        {
            Console.WriteLine(failure);
            return 1;
        }

        await using var closed = reader;
        try
        {
            await foreach (var frame in reader.ReadAsync())
            {
                using (frame)
                {
                    Console.WriteLine($"{frame.Index} {frame.Timestamp} {frame.Duration} {Pixels.Digest(frame.Picture)}");
                    if (arguments.Length > 1) _ = new PictureEncoder().Save(frame.Picture, Path.Combine(arguments[1], $"{frame.Index:d5}.png")).Value;
                }
            }

            return 0;
        }
        catch (InferenceException ended)
        {
            Console.WriteLine(ended.Failure);
            return 1;
        }
    }
}
