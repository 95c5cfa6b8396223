namespace ActorInference.Video.Tests;

[Collection(nameof(Alone))]
public sealed class BudgetTests
{
    // DESIGN.md, budgets: managed allocation per item in a steady run.
    private const int BytesPerFrame = 1024;

    [FfmpegFact]
    public async Task Frames_cost_the_managed_heap_less_than_their_budget_and_the_pool_no_more_than_is_read_ahead()
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mp4", "320x240", seconds: 40, encoding: "-c:v mpeg4");
        var pool = new TensorPool();
        await using var reader = (await VideoReader.OpenAsync(VideoSource.File(path), new() { Pool = pool })).Value;
        var (frames, start, most) = (0, 0L, 0L);
        await foreach (var frame in reader.ReadAsync())
        {
            frame.Dispose();
            most = Math.Max(most, pool.RentedCount);
            if (++frames == 100) start = GC.GetTotalAllocatedBytes(precise: true);
        }

        var perFrame = (GC.GetTotalAllocatedBytes(precise: true) - start) / (frames - 100.0);
        Assert.Equal(1000, frames);
        Assert.True(perFrame < BytesPerFrame, $"{perFrame:0} bytes a frame");
        Assert.InRange(most, 1, 5); // two ahead, one that waits for room, one held for its duration, one coming in
        Assert.Equal(0, pool.RentedCount);
    }
}
