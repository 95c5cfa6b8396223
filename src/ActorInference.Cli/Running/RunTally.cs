using System.Text.Json.Nodes;
using ActorInference.Cli.Terminal;

namespace ActorInference.Cli.Running;

/// <summary>Counts what becomes of files. Safe from any thread.</summary>
internal sealed class RunTally(int total)
{
    private readonly Lock _lock = new();
    private readonly List<RunResult> _results = [];
    private int _succeeded;
    private int _failed;

    public int Total => total;

    public int Ended
    {
        get
        {
            lock (_lock) return _results.Count;
        }
    }

    public int Succeeded => Volatile.Read(ref _succeeded);

    public int Failed => Volatile.Read(ref _failed);

    /// <summary>Those that were given up and those that were never begun.</summary>
    public int Cancelled => total - Succeeded - Failed;

    public void Add(RunResult result)
    {
        lock (_lock) _results.Add(result);
        if (result.Failure is null) Interlocked.Increment(ref _succeeded);
        else if (result.Failure.Kind != ErrorKind.Cancelled) Interlocked.Increment(ref _failed);
    }

    /// <summary>Fills the part of the JSON object that tells of files.</summary>
    public void Describe(JsonObject json)
    {
        RunResult[] results;
        lock (_lock) results = [.. _results.OrderBy(result => result.Input, StringComparer.Ordinal)];
        json["items"] = total;
        json["succeeded"] = Succeeded;
        json["failed"] = Failed;
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
