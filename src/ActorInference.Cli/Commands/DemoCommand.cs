using System.CommandLine;
using ActorInference.Cli.Running;
using ActorInference.Cli.Terminal;
using ActorInference.Imaging;

namespace ActorInference.Cli.Commands;

/// <summary><c>demo</c>: the bundled model over the bundled pictures. Both lie in the folder <c>demo</c> beside the program.</summary>
internal sealed class DemoCommand
{
    private readonly Option<string> _output = new("--out", "-o") { Description = "The folder for results.", DefaultValueFactory = _ => Path.Combine("out", "demo") };

    public static Command Create()
    {
        var demo = new DemoCommand();
        var command = new Command("demo", "Turns the bundled pictures into cartoons with the bundled model.") { demo._output };
        command.SetAction((parsed, _) => Report.RunAsync(parsed, report => demo.RunAsync(parsed, report)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Report report)
    {
        var bundle = Path.Combine(AppContext.BaseDirectory, "demo");
        var modelPath = Path.Combine(bundle, "cartoon.onnx");
        var output = parsed.GetRequiredValue(_output);
        var inputs = InputFiles.Find([Path.Combine(bundle, "media")], output).Value;
        var files = inputs.Zip(OutputNames.Assign(inputs, output, format: null).Value, (input, name) => new PictureFile(input.Path, name)).ToList();

        var settings = new StreamSettings("async", PipelineOptions.Async, CommandPredictor.Defaults, Parallelism: null, Overflow: null, Every: 1, Resume: false);
        var (predictor, model) = PicturePredictor.Open(report, modelPath, settings.Predictor, new PictureSettings(), report.Interruption.Token);
        using (predictor)
        {
            var stages = new PictureStages(predictor, model, [], new PictureDecodeOptions(), ToSourceSize: false);
            StreamReport.Begin(report, stages, settings);
            var tally = new RunTally();
            await PictureRunner.RunAsync(report, stages, settings, new PictureEncodeOptions(), files, tally, output);
            return StreamReport.End(report, tally, predictor.Snapshot(), output);
        }
    }
}
