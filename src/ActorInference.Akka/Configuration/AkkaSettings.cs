using ActorInference.Configuration;

namespace ActorInference.Akka;

/// <summary>All of <c>akka.actorinference</c>.</summary>
internal sealed record AkkaSettings(WireOptions Wire, ClusterNodeOptions Node, ClusterFrontendOptions Frontend, ClusterPipelineOptions Pipeline)
{
    public static Outcome<AkkaSettings> Read(HoconObject section, string prefix)
    {
        var reader = new HoconReader(section, prefix);
        var settings = Read(reader);
        return reader.Finish() is { } failure ? failure : settings;
    }

    /// <summary>All that is wrong.</summary>
    public static IReadOnlyList<HoconError> Check(HoconObject section, string prefix)
    {
        var reader = new HoconReader(section, prefix);
        _ = Read(reader);
        _ = reader.Finish();
        return reader.Errors;
    }

    private static AkkaSettings Read(HoconReader reader)
    {
        foreach (var own in new[] { "lanes", "lane-dispatcher", "shared-lane-dispatcher" }) _ = reader.Object(own); // Akka.NET reads them, with what is deployed
        return new(
            reader.Below("wire") is { } wire ? WireOptions.Read(wire) : new(),
            reader.Below("node") is { } node ? ClusterNodeOptions.Read(node) : new(),
            reader.Below("frontend") is { } frontend ? ClusterFrontendOptions.Read(frontend) : new(),
            reader.Below("pipeline") is { } pipeline ? ClusterPipelineOptions.Read(pipeline) : new());
    }
}
