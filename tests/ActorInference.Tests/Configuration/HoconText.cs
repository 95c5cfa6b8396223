using ActorInference.Configuration;

namespace ActorInference.Tests.Configuration;

/// <summary>A value in one line without any quotes, for comparison.</summary>
internal static class HoconText
{
    public static string Of(HoconValue value) => value switch
    {
        HoconObject inner => $"{{{string.Join(',', inner.Fields.Select(field => $"{field.Key}:{Of(field.Value)}"))}}}",
        HoconArray array => $"[{string.Join(',', array.Items.Select(Of))}]",
        HoconScalar scalar => scalar.Text,
        _ => throw new ArgumentException("no such value", nameof(value)),
    };
}
