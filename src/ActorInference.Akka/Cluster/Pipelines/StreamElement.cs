using ActorInference.Akka.Wire;
using ActorInference.Akka.Wire.Formats;

namespace ActorInference.Akka.Cluster.Pipelines;

/// <summary>What a stream between two nodes is made of: items, each a value or why there is none, and in the end that it is over, and why where it failed.</summary>
/// <param name="IsEnd">Whether nothing follows.</param>
/// <param name="Value">The item's value.</param>
/// <param name="Failure">Why the item has none, or why the stream failed.</param>
internal sealed record StreamElement(bool IsEnd, Value? Value, Failure? Failure)
{
    /// <summary>What names it on the wire.</summary>
    public const string Manifest = "element";

    public static StreamElement Item<T>(Outcome<T> outcome)
        where T : Value => outcome.TryGet(out var value, out var failure) ? new(false, value, null) : new(false, null, failure);

    public static StreamElement End(Failure? failure) => new(true, null, failure);

    public static void Write(WireWriter writer, StreamElement element)
    {
        writer.Flag(element.IsEnd);
        ValueFormat.Write(writer, element.Value);
        writer.Flag(element.Failure is not null);
        if (element.Failure is { } failure) FailureFormat.Write(writer, failure);
    }

    public static StreamElement Read(WireReader reader)
    {
        var element = new StreamElement(reader.Flag(), ValueFormat.Read(reader), reader.Flag() ? FailureFormat.Read(reader) : null);
        var isWhole = element.IsEnd ? element.Value is null : element.Value is null != element.Failure is null;
        return isWhole ? element : throw WireDamage.Because("an element of a stream is neither a value nor a failure nor an end");
    }
}
