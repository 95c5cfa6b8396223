namespace ActorInference.Telemetry.Tests.Export;

/// <summary>One number of a metric, as OTLP sent it.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Description">What it says of itself.</param>
/// <param name="Kind"><c>counter</c>, <c>up-down counter</c>, <c>histogram</c>.</param>
/// <param name="Attributes"><c>name=value</c>, in alphabetical order.</param>
/// <param name="Value">The number; a histogram's sum.</param>
/// <param name="Count">How many a histogram has.</param>
/// <param name="Bounds">Where a histogram is cut.</param>
internal sealed record ExportedMetric(string Name, string Unit, string Description, string Kind, string Attributes, double Value, ulong Count, double[] Bounds)
{
    /// <summary>Those of a request to export metrics, by the field numbers of opentelemetry/proto/metrics/v1/metrics.proto.</summary>
    public static IEnumerable<ExportedMetric> Read(WireMessage request) =>
        from scope in request.Messages(1).SelectMany(resource => resource.Messages(2))
        where scope.Messages(1).Single().Text(1) == ActorInferenceTelemetry.MeterName
        from metric in scope.Messages(2)
        from exported in Read(metric, metric.Messages(5).Concat(metric.Messages(7)).Concat(metric.Messages(9)).Single())
        select exported;

    private static IEnumerable<ExportedMetric> Read(WireMessage metric, WireMessage data) => data.Messages(1).Select(point =>
    {
        var isHistogram = metric.Has(9);
        var kind = isHistogram ? "histogram" : metric.Has(5) ? "gauge" : data.Number(3) == 1 ? "counter" : "up-down counter";
        var value = isHistogram ? point.Double(5) : point.Has(4) ? point.Double(4) : (long)point.Number(6);
        var bounds = isHistogram ? point.Packed(7).Select(BitConverter.UInt64BitsToDouble).ToArray() : [];
        return new ExportedMetric(metric.Text(1), metric.Text(3), metric.Text(2), kind, ExportedAttributes.Read(point.Messages(isHistogram ? 9 : 7)), value, isHistogram ? point.Number(4) : 0, bounds);
    });
}

/// <summary>One span, as OTLP sent it.</summary>
internal sealed record ExportedSpan(string Name, string Trace, string Id, string Parent, string Attributes, ulong Kind, ulong Status, string[] Events, string[] Links)
{
    /// <summary>Those of a request to export traces, by the field numbers of opentelemetry/proto/trace/v1/trace.proto.</summary>
    public static IEnumerable<ExportedSpan> Read(WireMessage request) =>
        from scope in request.Messages(1).SelectMany(resource => resource.Messages(2))
        where scope.Messages(1).Single().Text(1) == ActorInferenceTelemetry.ActivitySourceName
        from span in scope.Messages(2)
        select new ExportedSpan(
            span.Text(5),
            Hex(span, 1),
            Hex(span, 2),
            Hex(span, 4),
            ExportedAttributes.Read(span.Messages(9)),
            span.Number(6),
            span.Messages(15).SingleOrDefault()?.Number(3) ?? 0,
            [.. span.Messages(11).Select(moment => moment.Text(2))],
            [.. span.Messages(13).Select(link => Hex(link, 2))]);

    private static string Hex(WireMessage message, int field) => Convert.ToHexString(message.Bytes(field).ToByteArray());
}

/// <summary>Attributes, by the field numbers of opentelemetry/proto/common/v1/common.proto.</summary>
internal static class ExportedAttributes
{
    public static string Read(IEnumerable<WireMessage> attributes) => string.Join(", ", attributes.Select(attribute => $"{attribute.Text(1)}={Value(attribute.Messages(2).Single())}").Order(StringComparer.Ordinal));

    private static string Value(WireMessage value) => value.Has(1) ? value.Text(1) : value.Has(2) ? value.Number(2) == 1 ? "true" : "false" : $"{(long)value.Number(3)}";
}
