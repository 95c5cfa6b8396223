using System.Text.Json.Nodes;
using ActorInference.Cli.Engines;
using ActorInference.Cli.Terminal;
using ActorInference.Imaging;
using Spectre.Console;

namespace ActorInference.Cli.Running;

/// <summary>The three modes side by side, as people know the comparison from phones: three runs of four items each, the first of which loads the model.</summary>
internal sealed class ModeTable(Report report, string modelPath, IReadOnlyList<PictureFile> pictures)
{
    private const int Runs = 3;

    // What the other demos of such a table take: one size, so that a batch can be made of them.
    private static readonly PictureSettings Settings = new() { Size = new PictureSize(512, 384), Fit = PictureFit.CentreCrop };

    /// <summary>Measures and prints.</summary>
    public async Task ShowAsync()
    {
        var rows = new List<(string Mode, double[] Seconds)>
        {
            ("sync", await MeasureAsync(PipelineOptions.Sync, new() { Goal = ThreadGoal.Latency })),
            ("batch", await MeasureAsync(PipelineOptions.Batch(pictures.Count), new() { Batch = new() { MaxSize = pictures.Count } })),
            ("async", await MeasureAsync(PipelineOptions.Async, new())),
        };
        report.Results.WriteLine($"{pictures.Count} pictures of {Settings.Size}, seconds");
        report.Results.WriteLine("mode    first (loads the model)   second    third");
        foreach (var (mode, seconds) in rows) report.Results.WriteLine($"{mode,-8}{seconds[0],23:0.00}{seconds[1],9:0.00}{seconds[2],9:0.00}");
        report.Json["modes"] = new JsonObject(rows.Select(row => KeyValuePair.Create(row.Mode, (JsonNode?)new JsonArray([.. row.Seconds.Select(seconds => (JsonNode)Math.Round(seconds, 3))]))));
    }

    private async Task<double[]> MeasureAsync(PipelineOptions pipeline, PredictorOptions predictorOptions)
    {
        var seconds = new double[Runs];
        var start = TimeProvider.System.GetTimestamp();
        var options = predictorOptions with { Admission = CommandPredictor.Defaults.Admission, Supervision = CommandPredictor.Defaults.Supervision, WarmUp = new() { BatchSizes = [] } };
        var (open, model) = PicturePredictor.Open(report, CommandEngine.Embedded, modelPath, options, Settings, report.Interruption.Token);
        using (open)
        {
            var stages = new PictureStages(open, model, [], new PictureDecodeOptions(), new RestoreOptions());
            for (var run = 0; run < Runs; run++)
            {
                using var hold = report.Interruption.Streams();
                await foreach (var outcome in Describe(stages, pipeline).RunAsync(pictures, hold.KillSwitch)) _ = outcome.Value;
                seconds[run] = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
                start = TimeProvider.System.GetTimestamp();
            }
        }

        return seconds;
    }

    // As when they are written, but for the disk.
    private static Pipeline<PictureFile, int> Describe(PictureStages stages, PipelineOptions options)
    {
        var encoder = new PictureEncoder();
        return Pipeline.Of<PictureFile>(options)
            .Preprocess(file => stages.Preparer.PrepareFile(file.Path))
            .Predict(stages.Predictor, prepared => stages.Inputs(prepared.Tensor))
            .Postprocess(predicted =>
            {
                using (predicted)
                {
                    if (!stages.Restorer.Restore(stages.Output(predicted.Prediction), 0, predicted.Item.Placement).TryGet(out var picture, out var failure)) return failure;
                    using (picture) return encoder.Encode(picture, PictureFormat.Jpeg).TryGet(out var bytes, out failure) ? bytes.Length : (Outcome<int>)failure;
                }
            });
    }
}
