using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ActorInference.Telemetry.Tests.Export;

/// <summary>The code in docs/telemetry.md.</summary>
internal static class DocumentedTelemetry
{
    public static void Add(IServiceCollection services, Uri collector)
    {
        services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(ActorInferenceTelemetry.MeterName))
            .WithTracing(tracing => tracing.AddSource(ActorInferenceTelemetry.ActivitySourceName))
            .UseOtlpExporter(OtlpExportProtocol.HttpProtobuf, collector);
    }
}
