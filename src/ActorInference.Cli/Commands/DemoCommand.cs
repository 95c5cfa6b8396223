using System.CommandLine;
using ActorInference.Cli.Engines;
using ActorInference.Cli.Running;
using ActorInference.Cli.Terminal;
using ActorInference.Imaging;
using ActorInference.Video;

namespace ActorInference.Cli.Commands;

/// <summary><c>demo</c>: the bundled model over the bundled pictures and clip, and the three modes side by side. All of it lies in the folder <c>demo</c> beside the program.</summary>
internal sealed class DemoCommand
{
    private readonly Option<string> _output = new("--out", "-o") { Description = "The folder for results.", DefaultValueFactory = _ => Path.Combine("out", "demo") };

    public static Command Create()
    {
        var demo = new DemoCommand();
        var command = new Command("demo", "Turns the bundled pictures and clip into cartoons with the bundled model, and compares the three modes.") { demo._output };
        command.SetAction((parsed, _) => Report.RunAsync(parsed, report => demo.RunAsync(parsed, report)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Report report)
    {
        var bundle = Path.Combine(AppContext.BaseDirectory, "demo");
        var modelPath = Path.Combine(bundle, "cartoon.onnx");
        var output = parsed.GetRequiredValue(_output);
        var inputs = RunInputs.Find([Path.Combine(bundle, "media")], output, format: null).Value;
        if (OutputFolder.WhyNotMade(output) is { } reason) return report.Refuse(new(ErrorKind.InvalidInput, $"--out {output}: results cannot be written there: {reason}."));

        var settings = new StreamOptions("async", PipelineOptions.Async, CommandPredictor.Defaults, Parallelism: null, Overflow: null, Every: 1, Resume: false);
        var (open, model) = PicturePredictor.Open(report, CommandEngine.Embedded, modelPath, settings.Predictor, new PictureSettings(), report.Interruption.Token);
        var tally = new RunTally(report.IsJson);
        int code;
        using (open)
        {
            var stages = new PictureStages(open, model, [], new PictureDecodeOptions(), new RestoreOptions());
            StreamReport.Begin(report, stages, settings);
            await PictureRunner.RunAsync(report, stages, settings, new PictureEncodeOptions(), inputs.Pictures, tally, output);
            var videos = new VideoRunner(report, stages, settings, tally, [RunSetting.OfFile("the model", modelPath)], new VideoOptions());
            foreach (var video in inputs.Videos.TakeWhile(_ => !report.Interruption.Happened)) await videos.RunAsync(video);
            code = StreamReport.End(report, tally, open.Snapshot(), output);
        }

        if (!report.Interruption.Happened) await new ModeTable(report, modelPath, inputs.Pictures).ShowAsync();
        return report.Interruption.Happened ? ExitCode.Interrupted : code;
    }
}
