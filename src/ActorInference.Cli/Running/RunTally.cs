using System.Text.Json.Nodes;
using ActorInference.Cli.Terminal;

namespace ActorInference.Cli.Running;

/// <summary>What became of the files of a run, each with its name. For one thread.</summary>
internal sealed class RunTally(int total)
{
    private readonly List<RunResult> _results = [];

    public int Total => total;

    public int Succeeded { get; private set; }

    public int Failed { get; private set; }

    /// <summary>Files that buffers dropped.</summary>
    public long Dropped { get; set; }

    /// <summary>Those that were given up and those that were never begun.</summary>
    public long Cancelled => total - Succeeded - Failed - Dropped;

    public void Add(RunResult result)
    {
        _results.Add(result);
        if (result.Failure is null) Succeeded++;
        else if (result.Failure.Kind != ErrorKind.Cancelled) Failed++;
    }

    /// <summary>Fills the part of the JSON object that tells of files.</summary>
    public void Describe(JsonObject json)
    {
        var results = _results.OrderBy(result => result.Input, StringComparer.Ordinal).ToArray();
        json["items"] = total;
        json["succeeded"] = Succeeded;
        json["failed"] = Failed;
        json["dropped"] = Dropped;
        json["cancelled"] = Cancelled;
        json["outputs"] = new JsonArray([.. results.Where(result => result.Failure is null).Select(result => new JsonObject { ["input"] = result.Input, ["output"] = result.Output })]);
        json["failures"] = new JsonArray([.. results.Where(result => result.Failure is { Kind: not ErrorKind.Cancelled }).Select(ToJson)]);
    }

    private static JsonNode ToJson(RunResult result)
    {
        var json = Report.ErrorObject(result.Failure!);
        json.Insert(0, "input", result.Input);
        return json;
    }
}
