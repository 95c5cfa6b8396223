using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Configuration;

namespace ActorInference.Cli.Akka;

/// <summary>Numbers of lanes that <c>akka.actor.deployment</c> says, which go before those of options: told where they do, for nobody looks for them there.</summary>
internal sealed partial class DeployedLanes(Config config)
{
    private const string Section = "akka.actor.deployment";

    /// <summary>That options do not count, in one line; null where they do, or say nothing.</summary>
    public static string? Note(PredictorOptions options, PredictorSnapshot snapshot)
    {
        if (options.Lanes is not { } said || snapshot.Pools.FirstOrDefault(pool => pool.Plan.Lanes != said) is not { } pool) return null;
        return $"{Section} says nr-of-instances = {pool.Plan.Lanes} for {pool.Device}, which goes before the {said} of --lanes or actorinference.predictor.lanes";
    }

    /// <summary>The failure, and where its number of lanes comes from when that is a deployment.</summary>
    public Failure Explain(Failure failure, PredictorOptions options)
    {
        if (LanesThatNeedCores().Match(failure.Message) is not { Success: true } found || !int.TryParse(found.ValueSpan, CultureInfo.InvariantCulture, out var lanes) || lanes == options.Lanes) return failure;
        var paths = Paths(lanes);
        return paths.Length == 0 ? failure : failure with { Message = $"{failure.Message} The number of lanes is nr-of-instances of {string.Join(" or ", paths)} in {Section}." };
    }

    private string[] Paths(int instances) => [.. config.GetConfig(Section).Root.GetObject().Items
        .Where(item => item.Value.IsObject() && item.Value.ToConfig().GetInt("nr-of-instances", 0) == instances)
        .Select(item => item.Key)];

    [GeneratedRegex("[0-9]+(?= lanes? x [0-9]+ threads? need)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LanesThatNeedCores();
}
