using System.CommandLine;
using ActorInference.Cli.Running;
using ActorInference.Cli.Terminal;
using ActorInference.Imaging;

namespace ActorInference.Cli.Commands;

/// <summary><c>run</c>: pictures through a picture-to-picture model.</summary>
internal sealed class RunCommand
{
    private readonly PredictorArguments _predictor = new();
    private readonly StreamArguments _stream = new();
    private readonly PictureArguments _pictures = new();
    private readonly Argument<string[]> _inputs = new("input") { Description = "Pictures, folders (with all pictures below them) or globs.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _output = new("--out", "-o") { Description = "The folder for results; made if it is not there. Inputs keep their places below it.", Required = true };
    private readonly Option<string?> _format = new("--format") { Description = "Write results as jpg, png or webp. Default: as the input, else png." };
    private readonly Option<int> _quality = new("--quality") { Description = "1 to 100, for jpg and webp.", DefaultValueFactory = _ => 90 };
    private readonly Option<bool> _sourceSize = new("--source-size") { Description = "Bring results back to the size of their inputs." };
    private readonly Option<bool> _lenient = new("--lenient") { Description = "Take what is there of truncated pictures." };
    private readonly Option<long> _pixelLimit = new("--pixel-limit") { Description = "Refuse larger pictures, in megapixels.", DefaultValueFactory = _ => 100 };
    private readonly Option<string[]> _set = new("--set") { Description = "A value for a further input, as JSON: exposure=[0.5]. Repeatable.", DefaultValueFactory = _ => [] };

    public static Command Create()
    {
        var run = new RunCommand();
        var command = new Command("run", "Takes pictures through a picture-to-picture model.");
        run._predictor.AddTo(command);
        command.Add(run._inputs);
        command.Add(run._output);
        run._stream.AddTo(command);
        run._pictures.AddTo(command);
        foreach (var option in new Option[] { run._format, run._quality, run._sourceSize, run._lenient, run._pixelLimit, run._set }) command.Add(option);
        command.SetAction((parsed, _) => Report.RunAsync(parsed, report => run.RunAsync(parsed, report)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Report report)
    {
        var said = _pictures.Settings(parsed);
        var output = parsed.GetRequiredValue(_output);
        var files = Files(parsed, output);
        var modelPath = parsed.GetRequiredValue(_predictor.Model);
        var goal = parsed.GetValue(_stream.Mode) == "sync" ? ThreadGoal.Latency : ThreadGoal.Throughput;
        var settings = _stream.Settings(parsed, _predictor.Options(parsed, goal));
        var (decoding, encoding) = (Decoding(parsed), Encoding(parsed));
        var (predictor, model) = PicturePredictor.Open(report, modelPath, settings.Predictor, said, report.Interruption.Token);
        using (predictor)
        {
            var constants = ConstantInputs.Read(parsed.GetRequiredValue(_set), predictor.Signature);
            try
            {
                if (model.OtherInputs.FirstOrDefault(spec => constants.All(constant => constant.Name != spec.Name)) is { } missing)
                {
                    return report.Refuse(new(ErrorKind.InvalidInput, $"{modelPath}: the model also takes {missing}; give it a value: --set {missing.Name}=VALUE."));
                }

                var stages = new PictureStages(predictor, model, constants, decoding, parsed.GetValue(_sourceSize));
                StreamReport.Begin(report, stages, settings);
                return await PictureRunner.RunAsync(report, stages, settings, encoding, files, output);
            }
            finally
            {
                foreach (var constant in constants) constant.Value.Dispose();
            }
        }
    }

    private List<PictureFile> Files(ParseResult parsed, string output)
    {
        var format = parsed.GetValue(_format)?.ToLowerInvariant();
        if (format is not (null or "jpg" or "jpeg" or "png" or "webp")) throw Invalid($"--format must be jpg, png or webp, not '{format}'.");
        var inputs = InputFiles.Find(parsed.GetRequiredValue(_inputs), output).Value;
        return [.. inputs.Zip(OutputNames.Assign(inputs, output, format).Value, (input, name) => new PictureFile(input.Path, name))];
    }

    private PictureDecodeOptions Decoding(ParseResult parsed)
    {
        var megapixels = parsed.GetValue(_pixelLimit);
        if (megapixels is < 1 or > 10_000) throw Invalid($"--pixel-limit must be 1 to 10000 megapixels, not {megapixels}.");
        return new() { Lenient = parsed.GetValue(_lenient), PixelLimit = megapixels * 1_000_000 };
    }

    private PictureEncodeOptions Encoding(ParseResult parsed)
    {
        var options = new PictureEncodeOptions { Quality = parsed.GetValue(_quality) };
        return options.Check() is { } failure ? throw Invalid($"--quality: {failure.Message}") : options;
    }

    private static InferenceException Invalid(string message) => new(new(ErrorKind.InvalidInput, message));
}
