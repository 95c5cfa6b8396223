using System.Text.Json.Nodes;
using ActorInference.Cli.Terminal;
using Spectre.Console;

namespace ActorInference.Cli.Predicting;

/// <summary>Shows the outputs of a prediction, or writes them to files.</summary>
internal static class PredictOutputs
{
    /// <summary>Prints each output in a line or two: type and shape, range, first elements.</summary>
    public static JsonArray Show(Report report, IReadOnlyList<RunOutput> outputs)
    {
        var width = outputs.Max(output => output.Name.Length);
        return new([.. outputs.Select(output => Show(report, output, width))]);
    }

    /// <summary>
    /// Writes each output into <paramref name="folder"/>, which must exist; one that cannot be written does not stop the others.
    /// </summary>
    /// <returns>What was written and what was not, and how many were not.</returns>
    public static (JsonArray Json, int Failed) Write(Report report, IReadOnlyList<RunOutput> outputs, string folder, string format)
    {
        var names = new SafeFileNames();
        var array = new JsonArray();
        var failed = 0;
        foreach (var output in outputs)
        {
            var json = Describe(output);
            array.Add(json);
            if (output.Value is null)
            {
                report.Say($"output '{OneLine.Of(output.Name)}' is absent: nothing is written for it");
                continue;
            }

            var name = names.For(output.Name);
            var path = Path.Combine(folder, $"{name}.{format}");
            if (name != output.Name) report.Say($"output '{OneLine.Of(output.Name)}' is no file name; it is written as {name}.{format}");
            if (TensorFile.Write(path, output.Value) is { } failure)
            {
                failed++;
                report.Error($"output '{OneLine.Of(output.Name)}': {failure.Message}");
                json["error"] = Report.ErrorObject(failure);
                continue;
            }

            json["file"] = path;
            report.Results.WriteLine($"{OneLine.Of(output.Name)}: {output.Value} -> {path}");
        }

        return (array, failed);
    }

    private static JsonObject Show(Report report, RunOutput output, int width)
    {
        var json = Describe(output);
        var line = $"{OneLine.Of(output.Name).PadRight(width)}  {(output.Value is null ? "absent" : output.Value)}";
        if (output.Value is Tensor { Shape.ElementCount: <= int.MaxValue } tensor) // as many as a span has
        {
            var statistics = TensorStatistics.Of(tensor);
            var more = statistics.First.Count < tensor.Shape.ElementCount ? ", ..." : "";
            line += $"  {string.Join(", ", statistics.First)}{more}";
            json["first"] = new JsonArray([.. statistics.First.Select(text => (JsonNode)text)]);
            if (statistics.Range is var (min, max, mean))
            {
                line += $"  (min {min:G6}, max {max:G6}, mean {mean:G6})";
                (json["min"], json["max"], json["mean"]) = (Number(min), Number(max), Number(mean));
            }
        }

        report.Results.WriteLine(line);
        return json;
    }

    private static JsonObject Describe(RunOutput output) => output.Value is Tensor tensor
        ? new() { ["name"] = output.Name, ["type"] = tensor.ElementType.Name(), ["shape"] = new JsonArray([.. tensor.Shape.Dimensions.ToArray().Select(size => (JsonNode)size)]) }
        : new() { ["name"] = output.Name, ["type"] = output.Value?.ToString() ?? "absent" };

    // JSON has no word for these but a text; the same texts as in tensor files.
    private static JsonNode Number(double number) => double.IsFinite(number) ? number : double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
}
