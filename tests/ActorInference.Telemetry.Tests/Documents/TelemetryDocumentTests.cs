using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorInference.Telemetry.Tests.Documents;

/// <summary>docs/telemetry.md says what the meter has and what measurements carry, and its code is code that is built.</summary>
public sealed class TelemetryDocumentTests : TelemetryTest
{
    private static readonly string Document = File.ReadAllText(Path.Combine(TestData.Repository, "docs", "telemetry.md"));

    // The cells of each row of a table.
    private static readonly string[][] Rows = [.. Document.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Trim('|', ' ').Split(" | "))];

    private static readonly string[][] Instruments = [.. Rows.Where(row => row[0].StartsWith("`actorinference.", StringComparison.Ordinal) && !row[0].StartsWith("`actorinference.cluster.", StringComparison.Ordinal))]; // those are looked at beside the cluster

    [Fact]
    public void Every_instrument_has_its_row_and_the_document_no_other()
    {
        using var probe = new MeterProbe();
        Open();
        var version = typeof(Predictor).Assembly.GetName().Version!.ToString(3);
        Assert.All(probe.Instruments, instrument => Assert.Equal(version, instrument.Meter.Version));
        Assert.Equal(
            probe.Instruments.Select(instrument => $"`{instrument.Name}` | {Kind(instrument)} | `{instrument.Unit}` | {instrument.Description}").Distinct().Order(StringComparer.Ordinal),
            Instruments.Select(row => $"{row[0]} | {row[1]} | {row[2]} | {row[4]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_attribute_that_occurs_is_in_the_row_and_the_row_has_no_other()
    {
        var attributes = Rows.Where(row => row.Length == 3 && row[1].Trim('`').Contains('.', StringComparison.Ordinal)).ToDictionary(row => row[0], row => row[1].Trim('`'));
        Assert.Equal(9, attributes.Count);
        var documented = Instruments.ToDictionary(row => row[0].Trim('`'), row => string.Join(", ", row[3].Split(", ").Select(attribute => attributes[attribute]).Order(StringComparer.Ordinal)));
        Assert.Equal(documented.OrderBy(row => row.Key, StringComparer.Ordinal), (await Occurring()).OrderBy(row => row.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Code_in_the_document_is_the_code_here_word_for_word()
    {
        var code = Squeezed(File.ReadAllText(Path.Combine(TestData.Repository, "tests", "ActorInference.Telemetry.Tests", "Export", "DocumentedTelemetry.cs")));
        Assert.Contains(Squeezed(Assert.Single(Document.Split("```csharp\n").Skip(1)).Split("```")[0]), code, StringComparison.Ordinal);
    }

    // What measurements carry when everything happens that is measured.
    private async Task<Dictionary<string, string>> Occurring()
    {
        using var probe = new MeterProbe();
        Sessions.ToleratesDisposeDuringRun = true;
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton<ISessionFactory>(Sessions).AddSingleton<TimeProvider>(Time);
        builder.Services.AddActorInference(new() { Predictor = Options with { Supervision = Options.Supervision with { Watchdog = TimeSpan.FromSeconds(1) } }, Pipeline = new() { Parallelism = 1 } })
            .AddPredictor("doubling", Model("double.onnx"))
            .AddPipeline("documented", (services, options) => Pipeline.Of<int>(options)
                .EveryNth(2)
                .Preprocess(item => item == 0 ? new Failure(ErrorKind.InvalidInput, "not for the model") : Outcome.Of(Input(item)))
                .Predict(services.GetRequiredKeyedService<Predictor>("doubling"), input => input));
        using var host = builder.Build();
        await host.StartAsync();
        var predictor = host.Services.GetRequiredKeyedService<Predictor>("doubling");
        await Ends(predictor.PredictAsync(Input(1)), predictor.PredictAsync(Input(float.NaN)), predictor.PredictAsync(Tensor.Allocate(ElementType.Float32, [1, 5])));

        // A run that does not return: its lane is given up, and its session rebuilt.
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Hang : FakeBehaviour.Succeed;
        var outcome = predictor.PredictAsync(Input(1));
        await OwnThread.Run(() => Sessions.WaitForBlocked());
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([null], await Ends(outcome));

        await host.Services.GetRequiredKeyedService<Pipeline<int, Predicted<Tensor>>>("documented").RunAsync(Enumerable.Range(0, 4).ToAsyncEnumerable(), item =>
        {
            if (item.Succeeded) item.Value.Dispose();
            probe.Look("pipeline.in_flight");
            return ValueTask.CompletedTask;
        });
        probe.Look("pipeline.items");
        await host.StopAsync();
        return probe.Attributes();
    }

    private static string Kind(Instrument instrument) => instrument switch
    {
        Counter<long> or ObservableCounter<long> => "counter",
        ObservableUpDownCounter<long> => "up-down counter",
        Histogram<double> or Histogram<int> => "histogram",
        _ => instrument.GetType().Name,
    };

    private static string Squeezed(string code) => string.Join('\n', code.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
