using System.CommandLine;
using System.Text.Json.Nodes;
using ActorInference.Cli.Terminal;
using ActorInference.OnnxRuntime;
using Spectre.Console;

namespace ActorInference.Cli.Commands;

/// <summary><c>devices</c>: what this machine can run models on, found out by trying, and why not the rest.</summary>
internal static class DevicesCommand
{
    public static Command Create()
    {
        var command = new Command("devices", "Lists what this machine can run on, and why not the rest.");
        command.SetAction((parsed, _) => Report.RunAsync(parsed, report => Task.FromResult(List(report))));
        return command;
    }

    private static int List(Report report)
    {
        var factory = new OnnxRuntimeSessionFactory(report.LoggerOf<OnnxRuntimeSessionFactory>());
        var devices = factory.ListDevices();
        report.Results.WriteLine(factory.Runtime);

        foreach (var device in devices)
        {
            var (color, usable) = device.Usable ? ("green", "yes") : ("yellow", "no");
            report.Results.MarkupLineInterpolated($"{device.Device.ToString(),-11} [{color}]{usable,-4}[/] {device.Detail}");
        }

        report.Json["runtime"] = factory.Runtime;
        report.Json["library"] = OnnxRuntimeSessionFactory.LibraryPath;
        report.Json["devices"] = new JsonArray([.. devices.Select(ToJson)]);
        return ExitCode.Done;
    }

    private static JsonObject ToJson(DeviceReport device) => new()
    {
        ["device"] = device.Device.ToString(),
        ["provider"] = device.Provider,
        ["usable"] = device.Usable,
        ["detail"] = device.Detail,
    };
}
