using ActorInference.Imaging;

namespace ActorInference.Video.Tests;

[Collection(nameof(Alone))]
public sealed class WriteBudgetTests
{
    // DESIGN.md, budgets: managed allocation per item in a steady run.
    private const int BytesPerFrame = 1024;

    [FfmpegFact]
    public async Task Writing_a_frame_costs_the_managed_heap_less_than_its_budget()
    {
        using var folder = new TemporaryFolder();
        using var picture = Picture.Allocate(Film.Small);
        picture.Pixels.Bytes().Clear();
        await using var writer = (await VideoWriter.OpenAsync(folder.File("out.mp4"), Film.Steady(1).Options())).Value;
        long start = 0;
        for (var index = 0; index < 1000; index++)
        {
            if (index == 100) start = GC.GetTotalAllocatedBytes(precise: true);
#pragma warning disable CA2000 // All frames are of one picture, which is disposed at the end.
            Assert.Null(await writer.WriteAsync(new VideoFrame(picture, index, index * 1001L, 1001)));
#pragma warning restore CA2000
        }

        var perFrame = (GC.GetTotalAllocatedBytes(precise: true) - start) / 900.0;
        Assert.True(perFrame < BytesPerFrame, $"{perFrame:0} bytes a frame");
    }
}
