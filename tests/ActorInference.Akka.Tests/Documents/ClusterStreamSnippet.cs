using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace ActorInference.Akka.Tests.Documents;

/// <summary>The code of docs/cluster.md on streams.</summary>
internal static class ClusterStreamSnippet
{
    public static async Task<byte[]> Run(ActorSystem system, IEnumerable<Tensor> pictures)
    {
        // On inference nodes: what each stream goes through, a run of its own. An encoded picture is a uint8 tensor.
        ClusterPipeline.Start(system, "brighter", Pipeline.Of<Tensor>().Map<Tensor>("brighter", Brighter));

        // On any member of the cluster: Flow<Tensor, Outcome<Tensor>, UniqueKillSwitch>
        var flow = ClusterPipeline.Flow<Tensor, Tensor>(system, "brighter");
        var outcomes = await Source.From(pictures).Via(flow).RunWith(Sink.Seq<Outcome<Tensor>>(), system.Materializer());
        return [.. outcomes.Select(First)];
    }

    private static Outcome<Tensor> Brighter(Tensor picture)
    {
        foreach (ref var value in picture.Span<byte>()) value += 2;
        return picture;
    }

    private static byte First(Outcome<Tensor> outcome)
    {
        using var picture = outcome.Value;
        return picture.Span<byte>()[0];
    }
}
