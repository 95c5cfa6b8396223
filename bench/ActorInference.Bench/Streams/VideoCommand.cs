using ActorInference.Imaging;
using ActorInference.OnnxRuntime;
using ActorInference.TestKit;
using ActorInference.Video;

namespace ActorInference.Bench.Streams;

/// <summary>
/// <c>video [FRAMES] [ROUNDS]</c>: <c>bottle-detection.mp4</c> through sci and through cartoon to H.264. What reading, preprocessing, predicting, postprocessing and writing cost alone on one thread, FFmpeg's
/// processes included; what the cores can do at most; and how near the pipeline and a plain loop come to it.
/// </summary>
internal static class VideoCommand
{
    private static readonly string Clip = TestData.Path("videos/bottle-detection.mp4");
    private static readonly VideoReadOptions OneThread = new() { Ffmpeg = new() { Threads = 1 } };

    public static int Run(string[] arguments)
    {
        if (!TestData.Exists)
        {
            Console.Error.WriteLine($"there is no test data at {TestData.Root}; name its folder in {TestData.Setting}.");
            return 2;
        }

        var frames = arguments.Length > 0 ? int.Parse(arguments[0]) : 1189;
        var rounds = arguments.Length > 1 ? int.Parse(arguments[1]) : 5;
        foreach (var model in new[]
        {
            new StreamCase("sci_240x320", TestData.Path("models/image/sci_240x320.onnx"), new() { Values = ValueMapping.ZeroToOne, Colors = ColorOrder.Rgb, Fit = PictureFit.Stretch }),
            new StreamCase("cartoon at 320x180", Path.Combine(TestData.Repository, "models", "cartoon", "cartoon.onnx"), new() { Values = ValueMapping.ZeroToOne, Size = new PictureSize(320, 180), Fit = PictureFit.Stretch }),
        })
        {
            MeasureAsync(model, frames, rounds).Wait();
        }

        return 0;
    }

    private static async Task MeasureAsync(StreamCase model, int frames, int rounds)
    {
        var target = Path.Combine(Directory.CreateTempSubdirectory("video-").FullName, "out.mp4");
        using var predictor = Predictor.Open(new OnnxRuntimeSessionFactory(), model.Source).Value;
        using var alone = model.Open(new() { IntraOpThreads = 1, AllowSpinning = false });
        using var session = model.Open(new() { IntraOpThreads = 0, AllowSpinning = true });
        var work = new VideoWork(model, predictor.Signature);
        var costs = new List<double[]>();
        var (pipeline, loop) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            costs.Add(await CostsAsync(work, alone, target, Math.Min(frames, 300)));
            pipeline.Add(await RateAsync(() => StreamAsync(work, predictor, target, frames), frames));
            loop.Add(await RateAsync(() => LoopAsync(work, session, target, frames), frames));
        }

        Directory.Delete(Path.GetDirectoryName(target)!, recursive: true);
        var ceilings = new VariantFigures("ceiling", [.. costs.Select(cost => Environment.ProcessorCount / cost.Sum())]);
        double Cost(int stage) => VariantFigures.Quantile(costs.Select(cost => cost[stage] * 1000), 0.5);
        Console.WriteLine($"### bottle-detection.mp4 through {model.Name}, {frames} frames, {rounds} rounds\n");
        Console.WriteLine($"Alone and on one thread, processor time of one frame: read {Cost(0):F2} ms, preprocess {Cost(1):F2} ms, predict {Cost(2):F2} ms, postprocess {Cost(3):F2} ms, write {Cost(4):F2} ms; "
            + $"{Environment.ProcessorCount} cores do {ceilings.Median:F1} a second at most.\n");
        Console.WriteLine("| variant | frames a second | of the ceiling | quartiles |\n| --- | ---: | ---: | ---: |");
        foreach (var rates in new[] { new VariantFigures("pipeline, async", pipeline), new VariantFigures("plain loop, default session", loop) })
        {
            var (lower, median, upper) = rates.RatiosTo(ceilings);
            Console.WriteLine($"| {rates.Name} | {rates.Median:F1} | {median:F3} | {lower:F3} to {upper:F3} |");
        }

        Console.WriteLine();
    }

    private static async Task<double> RateAsync(Func<Task> body, int frames)
    {
        var start = TimeProvider.System.GetTimestamp();
        await body();
        return frames / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    // Each stage by itself, on the frames that the one before it gave.
    private static async Task<double[]> CostsAsync(VideoWork work, ISession session, string target, int frames)
    {
        var (read, prepared, results, restored) = (new List<VideoFrame>(), new List<PreparedPicture>(), new List<Tensor>(), new List<VideoFrame>());
        var info = default(VideoInfo);
        double[] seconds =
        [
            await ProcessorTime.OfAsync(async () =>
            {
                // All of the clip, so that the child has ended and counts; what is kept is what is needed.
                await using var reader = (await VideoReader.OpenAsync(VideoSource.File(Clip), OneThread)).Value;
                info = reader.Info;
                await foreach (var frame in reader.ReadAsync())
                {
                    if (read.Count < frames) read.Add(frame);
                    else frame.Dispose();
                }
            }) / info!.Frames!.Value,
            await ProcessorTime.OfAsync(() => Task.Run(() => prepared.AddRange(read.Select(frame => work.Prepare(frame))))) / frames,
            await ProcessorTime.OfAsync(() => Task.Run(() => results.AddRange(prepared.Select(picture => work.Predict(session, picture))))) / frames,
            await ProcessorTime.OfAsync(() => Task.Run(() => restored.AddRange(results.Select((result, i) => work.Restore(result, prepared[i].Placement, read[i]))))) / frames,
            await ProcessorTime.OfAsync(async () =>
            {
                await using var writer = await OpenAsync(info, restored[0].Picture.Size, target);
                foreach (var frame in restored) Throw(await writer.WriteAsync(frame));
                Throw(await writer.CompleteAsync());
            }) / frames,
        ];
        foreach (var item in read.Concat<IDisposable>(prepared).Concat(results).Concat(restored)) item.Dispose();
        return seconds;
    }

    private static async Task StreamAsync(VideoWork work, Predictor predictor, string target, int frames)
    {
        await using var reader = (await VideoReader.OpenAsync(VideoSource.File(Clip))).Value;
        VideoWriter? writer = null;
        var pipeline = Pipeline.Of<VideoFrame>()
            .Preprocess<(VideoFrame Frame, PreparedPicture Prepared)>(frame =>
            {
                using (frame) return (frame, work.Prepare(frame));
            })
            .Predict(predictor, item => item.Prepared.Tensor)
            .Postprocess<VideoFrame>(predicted =>
            {
                using (predicted.Prediction) return work.Restore(predicted.Tensor, predicted.Item.Prepared.Placement, predicted.Item.Frame);
            });
        await foreach (var outcome in pipeline.RunAsync(reader.ReadAsync().Take(frames)))
        {
            using var frame = outcome.Value;
            writer ??= await OpenAsync(reader.Info, frame.Picture.Size, target);
            Throw(await writer.WriteAsync(frame));
        }

        Throw(await writer!.CompleteAsync());
        await writer.DisposeAsync();
    }

    private static async Task LoopAsync(VideoWork work, ISession session, string target, int frames)
    {
        await using var reader = (await VideoReader.OpenAsync(VideoSource.File(Clip))).Value;
        VideoWriter? writer = null;
        await foreach (var frame in reader.ReadAsync().Take(frames))
        {
            using var source = frame;
            using var prepared = work.Prepare(frame);
            using var result = work.Predict(session, prepared);
            using var restored = work.Restore(result, prepared.Placement, frame);
            writer ??= await OpenAsync(reader.Info, restored.Picture.Size, target);
            Throw(await writer.WriteAsync(restored));
        }

        Throw(await writer!.CompleteAsync());
        await writer.DisposeAsync();
    }

    private static async Task<VideoWriter> OpenAsync(VideoInfo info, PictureSize size, string target) => (await VideoWriter.OpenAsync(target, VideoWriteOptions.For(info) with { Size = size })).Value;

    private static void Throw(Failure? failure)
    {
        if (failure is not null) throw failure.ToException();
    }
}
