using System.Runtime.CompilerServices;
using ActorInference.Imaging;
using ActorInference.OnnxRuntime;

namespace ActorInference.Bench.Streams;

/// <summary>
/// <c>live [SECONDS]</c>: a source that gives frames twice as fast as all lanes together predict, behind a buffer that keeps the latest alone: how old results are, in times of one run, and how
/// many frames were dropped. Against a plain queue of 8, as one has it without a policy.
/// </summary>
internal static class LiveCommand
{
    private static readonly PictureSize FrameSize = new(640, 360);

    public static int Run(string[] arguments)
    {
        var seconds = arguments is [var text] ? int.Parse(text) : 20;
        var model = StreamCase.All.First(model => model.Name == "cartoon");
        using var predictor = Predictor.Open(new OnnxRuntimeSessionFactory(), model.Source).Value;
        var pictures = PictureModel.Of(predictor.Signature, model.Settings).Value;
        var preparer = new PicturePreparer(pictures.Preparation);
        var lanes = predictor.Capacity;
        var run = MeasureRun(predictor, preparer, lanes);
        var interval = run / lanes / 2;
        Console.WriteLine($"### cartoon at 512x384 on {lanes} lanes: a run takes {run.TotalMilliseconds:F1} ms with all lanes busy; a frame comes every {interval.TotalMilliseconds:F1} ms\n");
        Console.WriteLine("| entry | frames | dropped | median age, runs | 99th percentile, runs | oldest, runs |\n| --- | ---: | ---: | ---: | ---: | ---: |");
        Measure("latest-only", Pipeline.Of<Frame>().Buffer(1, Overflow.LatestOnly), predictor, preparer, interval, run, seconds);
        Measure("drop-newest, buffer of 8", Pipeline.Of<Frame>().Buffer(8, Overflow.DropNewest), predictor, preparer, interval, run, seconds);
        return 0;
    }

    // One frame for each lane at a time, for a while.
    private static TimeSpan MeasureRun(Predictor predictor, PicturePreparer preparer, int lanes)
    {
        var runs = new List<double>();
        for (var i = 0; i < 30; i++)
        {
            var outcomes = predictor.PredictBatch([.. Enumerable.Range(0, lanes).Select(_ => Prepare(preparer))]);
            foreach (var outcome in outcomes)
            {
                using var prediction = outcome.Value;
                runs.Add(prediction.Timing.Run.TotalSeconds);
            }
        }

        return TimeSpan.FromSeconds(VariantFigures.Quantile(runs.Skip(runs.Count / 3), 0.5));
    }

    private static Tensor Prepare(PicturePreparer preparer)
    {
        using var picture = Picture.Allocate(FrameSize);
        return preparer.Prepare(picture).Value.Tensor;
    }

    private static void Measure(string name, Pipeline<Frame, Frame> entry, Predictor predictor, PicturePreparer preparer, TimeSpan interval, TimeSpan run, int seconds)
    {
        var stream = entry
            .Preprocess(frame =>
            {
                using (frame) return preparer.Prepare(frame.Picture).TryGet(out var prepared, out var failure) ? (frame.Came, prepared) : (Outcome<(long Came, PreparedPicture Prepared)>)failure;
            })
            .Predict(predictor, item => item.Prepared.Tensor)
            .RunAsync(Frames(interval, seconds));
        var ages = new List<double>();
        Consume(stream, ages).Wait();
        var progress = stream.Progress;
        double Runs(double quantile) => VariantFigures.Quantile(ages, quantile) / run.TotalSeconds;
        Console.WriteLine($"| {name} | {progress.Taken} | {progress.Dropped} | {Runs(0.5):F2} | {Runs(0.99):F2} | {Runs(1):F2} |");
    }

    private static async Task Consume(PipelineRun<Predicted<(long Came, PreparedPicture Prepared)>> stream, List<double> ages)
    {
        await foreach (var outcome in stream)
        {
            using var predicted = outcome.Value;
            ages.Add(TimeProvider.System.GetElapsedTime(predicted.Item.Came).TotalSeconds);
        }
    }

    // At its own pace, whoever takes them: as a camera.
    private static async IAsyncEnumerable<Frame> Frames(TimeSpan interval, int seconds, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        using var timer = new PeriodicTimer(interval, TimeProvider.System);
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start).TotalSeconds < seconds && await timer.WaitForNextTickAsync(cancel)) yield return new(Picture.Allocate(FrameSize), TimeProvider.System.GetTimestamp());
    }

    private sealed record Frame(Picture Picture, long Came) : IDisposable
    {
        public void Dispose() => Picture.Dispose();
    }
}
