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
        command.SetAction((parsed, cancel) => Report.RunAsync(parsed, report => demo.RunAsync(parsed, report, cancel)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Report report, CancellationToken cancel)
    {
        var bundle = Path.Combine(AppContext.BaseDirectory, "demo");
        var modelPath = Path.Combine(bundle, "cartoon.onnx");
        var output = parsed.GetRequiredValue(_output);
        var inputs = InputFiles.Find([Path.Combine(bundle, "media")], output).Value;
        var files = inputs.Zip(OutputNames.Assign(inputs, output, format: null).Value).ToList();

        var options = CommandPredictor.Defaults;
        var (predictor, model) = PicturePredictor.Open(report, modelPath, options, new PictureSettings(), cancel);
        using (predictor)
        {
            var run = new PictureRun(predictor, model, [], options.Batch.MaxSize, new PictureDecodeOptions(), new PictureEncodeOptions(), toSourceSize: false);
            PictureRunner.Describe(report, predictor, model, options.Batch);
            return await PictureRunner.RunAsync(report, run, files, output, cancel);
        }
    }
}
