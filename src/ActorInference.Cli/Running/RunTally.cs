using System.Text.Json.Nodes;
using ActorInference.Cli.Terminal;

namespace ActorInference.Cli.Running;

/// <summary>What became of everything in a run: pictures by name, frames by number. For one thread at a time.</summary>
/// <param name="keepsNames">Whether names are wanted at the end; a run of a million pictures need not keep them else.</param>
internal sealed class RunTally(bool keepsNames)
{
    private readonly List<RunResult> _results = [];
    private readonly Dictionary<string, double> _busy = [];
    private long _items;
    private double _seconds;
    private int _mostItems;
    private long _mostBytes;

    public long Succeeded { get; private set; }

    public long Failed { get; private set; }

    public long Dropped { get; private set; }

    public long Cancelled { get; private set; }

    /// <summary>Pictures and videos that were there already and were not worked on; no part of the items.</summary>
    public long Skipped { get; private set; }

    /// <summary>Counts what was there already.</summary>
    public void AddSkipped(int count) => Skipped += count;

    /// <summary>Notes a picture by its name; it is counted with its stream.</summary>
    public void Add(RunResult result)
    {
        if (keepsNames) _results.Add(result);
    }

    /// <summary>Counts a stream that ended; <paramref name="items"/> that were there beyond those it took were never begun.</summary>
    public void Add(PipelineSnapshot progress, long? items = null)
    {
        var unbegun = Math.Max(0, (items ?? progress.Taken) - progress.Taken);
        _items += progress.Taken + unbegun;
        Succeeded += progress.Succeeded;
        Failed += progress.Failed;
        Dropped += progress.Dropped;
        Cancelled += progress.Cancelled + unbegun;
        _seconds += progress.Elapsed.TotalSeconds;
        _mostItems = Math.Max(_mostItems, progress.MaxItemsInFlight);
        _mostBytes = Math.Max(_mostBytes, progress.MaxBytesInFlight);
        foreach (var stage in progress.Stages) _busy[stage.Name] = _busy.GetValueOrDefault(stage.Name) + stage.Busy.TotalSeconds;
    }

    /// <summary>Counts something that failed as a whole: a video that cannot be read or written.</summary>
    public void AddFailure(string input, Failure failure)
    {
        Add(new RunResult(input, "", failure));
        if (failure.Kind == ErrorKind.Cancelled) return;
        HasFailedInput = true;
    }

    /// <summary>Whether a whole video failed.</summary>
    public bool HasFailedInput { get; private set; }

    /// <summary>Fills the part of the JSON object that tells of items and of what they took.</summary>
    public void Describe(JsonObject json)
    {
        var results = _results.OrderBy(result => result.Input, StringComparer.Ordinal).ToArray();
        json["items"] = _items;
        json["succeeded"] = Succeeded;
        json["failed"] = Failed;
        json["dropped"] = Dropped;
        json["cancelled"] = Cancelled;
        json["skipped"] = Skipped;
        json["outputs"] = new JsonArray([.. results.Where(result => result.Failure is null).Select(result => new JsonObject { ["input"] = result.Input, ["output"] = result.Output })]);
        json["failures"] = new JsonArray([.. results.Where(result => result.Failure is { Kind: not ErrorKind.Cancelled }).Select(ToJson)]);
        var seconds = Math.Max(_seconds, 1e-6);
        json["seconds"] = Math.Round(seconds, 3);
        json["throughput"] = Math.Round((Succeeded + Failed) / seconds, 3);
        json["busySeconds"] = new JsonObject(_busy.Select(stage => KeyValuePair.Create(stage.Key, (JsonNode?)Math.Round(stage.Value, 3))));
        json["maxItemsInFlight"] = _mostItems;
        json["maxBytesInFlight"] = _mostBytes;
    }

    private static JsonNode ToJson(RunResult result)
    {
        var json = Report.ErrorObject(result.Failure!);
        json.Insert(0, "input", result.Input);
        return json;
    }
}
