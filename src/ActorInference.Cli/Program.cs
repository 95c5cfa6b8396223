using System.CommandLine;
using ActorInference.Cli.Commands;
using ActorInference.Cli.Logging;
using ActorInference.Cli.Terminal;

var root = new RootCommand("Runs ONNX models over pictures and tensors.")
{
    RunCommand.Create(),
    PredictCommand.Create(),
    InspectCommand.Create(),
    DevicesCommand.Create(),
    VerifyCommand.Create(),
    ConfigCommand.Create(),
    DemoCommand.Create(),
#if AKKA
    ActorInference.Cli.Akka.NodeCommand.Create(),
#endif
};
root.Add(Report.JsonOption);
root.Add(LogArguments.File);
root.Add(LogArguments.Level);

var parsed = root.Parse(args);
if (WrongUsage.Find(parsed) is { Length: > 0 } wrong)
{
    return WrongUsage.Report(parsed, wrong);
}

// Ctrl-C is each command's own: see Interruption.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
