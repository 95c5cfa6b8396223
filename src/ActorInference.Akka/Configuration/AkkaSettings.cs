using ActorInference.Configuration;

namespace ActorInference.Akka;

/// <summary>All of <c>akka.actorinference</c>.</summary>
internal sealed record AkkaSettings(WireOptions Wire, ClusterNodeOptions Node, ClusterFrontendOptions Frontend, ClusterPipelineOptions Pipeline)
{
    public static Outcome<AkkaSettings> Read(HoconObject section, string prefix)
    {
        var reader = new HoconReader(section, prefix);
        var settings = new AkkaSettings(
            reader.Below("wire") is { } wire ? WireOptions.Read(wire) : new(),
            reader.Below("node") is { } node ? ClusterNodeOptions.Read(node) : new(),
            reader.Below("frontend") is { } frontend ? ClusterFrontendOptions.Read(frontend) : new(),
            reader.Below("pipeline") is { } pipeline ? ClusterPipelineOptions.Read(pipeline) : new());
        foreach (var own in new[] { "lanes", "lane-dispatcher", "shared-lane-dispatcher" }) _ = reader.Object(own); // Akka.NET reads them, with what is deployed
        return reader.Finish() is { } failure ? failure : settings;
    }
}
