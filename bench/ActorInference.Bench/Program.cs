using ActorInference.Bench.Models;
using ActorInference.Bench.Nothing;
using ActorInference.Bench.Predicting;
using ActorInference.Bench.Preparation;
using ActorInference.Bench.Soak;
using ActorInference.Bench.Streams;
using ActorInference.Bench.Telemetry;
using BenchmarkDotNet.Running;

// Each command is one measurement: dotnet run -c Release --project bench/ActorInference.Bench -- COMMAND [ARGUMENT...]
return args switch
{
#if AKKA
    ["akka-requests", .. var rest] => ActorInference.Bench.Akka.RequestsCommand.Run(rest),
    ["akka-node", var port] => ActorInference.Bench.Akka.RemoteNode.Be(int.Parse(port)),
#endif
    ["benchmarks", .. var rest] => Benchmarks(rest),
    ["cartoon", var cartoon, var other] => CartoonCommand.Run(cartoon, other),
    ["live", .. var rest] => LiveCommand.Run(rest),
    ["noop"] => NoopCommand.Run(),
    ["predict", .. var rest] => PredictCommand.Run(rest),
    ["preparation", .. var rest] => PreparationCommand.Run(rest),
    ["soak", .. var rest] => SoakCommand.Run(rest),
    ["stream-child", var variant, var model, var folder, var items] => StreamChild.Be(variant, model, folder, int.Parse(items)),
    ["stream-memory", .. var rest] => StreamMemoryCommand.Run(rest),
    ["streams", .. var rest] => StreamsCommand.Run(rest),
    ["telemetry", .. var rest] => TelemetryCommand.Run(rest),
    ["video", .. var rest] => VideoCommand.Run(rest),
    _ => Usage(),
};

static int Benchmarks(string[] arguments)
{
    var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments);
    return summaries.Any() && summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;
}

static int Usage()
{
    Console.Error.WriteLine("usage: ActorInference.Bench akka-requests [ROUNDS] | benchmarks [BENCHMARKDOTNET ARGUMENT...] | cartoon CARTOON.onnx OTHER.onnx | live [SECONDS] | noop | predict MODEL|all [ITEMS] "
        + "| preparation [PICTURE.jpg...] | soak sessions|runs|predictions MODEL.onnx COUNT | soak schedules COUNT [SEED] | stream-memory [MANY] [FEW] [ROUNDS] | streams MODEL|all [ITEMS] [ROUNDS] [VARIANT,...] | telemetry [FOLDER OF ANOTHER BUILD] | video [FRAMES] [ROUNDS]");
    return 2;
}
