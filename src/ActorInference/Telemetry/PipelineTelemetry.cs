using System.Diagnostics;
using ActorInference.Predicting;
using ActorInference.Streams.Running;

namespace ActorInference.Telemetry;

/// <summary>What one run of a pipeline tells of itself, its items and its stages. All of it outside the gate, on whichever thread it happens, but for what says otherwise.</summary>
internal sealed class PipelineTelemetry(string? pipeline, RunState state)
{
    private readonly string _name = pipeline is null ? "run pipeline" : $"run {pipeline}";
    private Activity? _run; // set before any item is taken

    /// <summary>What a host calls the pipeline; null where it has no name.</summary>
    public string? Pipeline => pipeline;

    public RunState State => state;

    /// <summary>The run begins: what is started with the source and the workers is part of it.</summary>
    /// <returns>The activity of the run; null where nobody traces it.</returns>
    public Activity? Begin()
    {
        LivePipelines.Add(this);
        if (Activities.AreWanted) _run = Activities.Start(_name, Activity.Current);
        if (pipeline is not null) _run?.SetTag(Attributes.Pipeline, pipeline);
        return _run;
    }

    /// <summary>Every item has ended.</summary>
    public void End()
    {
        LivePipelines.Remove(this);
        if (_run is null) return;
        Failure? failure;
        lock (state.Gate)
        {
            failure = state.Problem is { } problem ? new(ErrorKind.Internal, problem.Message) : state.Aborted;
            _run.SetTag(Attributes.Succeeded, state.Ledger.Succeeded);
            _run.SetTag(Attributes.Failed, state.Ledger.Failed);
            _run.SetTag(Attributes.Cancelled, state.Ledger.Cancelled);
            _run.SetTag(Attributes.ItemsDropped, state.Ledger.Dropped);
        }

        Activities.End(_run, failure);
    }

    /// <summary>
    /// The source has given an item. It is traced for itself and not as a part of the run, for a run may last for ever; it is linked to that. Null where nobody traces it.
    /// </summary>
    public Activity? BeginItem()
    {
        if (!Activities.AreWanted) return null;
        var item = Activities.Start("item", parent: null, (_run ?? Activity.Current)?.Context);
        if (pipeline is not null) item?.SetTag(Attributes.Pipeline, pipeline);
        return item;
    }

    /// <summary>A stage begins to work on an item; null where nobody traces that.</summary>
    public Activity? BeginWork(string stage, Activity? item)
    {
        if (item is null) return null;
        var work = Activities.Start(stage, item);
        work?.SetTag(Attributes.Stage, stage);
        if (pipeline is not null) work?.SetTag(Attributes.Pipeline, pipeline);
        return work;
    }

    /// <summary>A stage has worked on an element.</summary>
    public void Worked(string stage, TimeSpan duration, Failure? failure)
    {
        if (!Instruments.StageDuration.Enabled) return;
        var tags = new TagList { { Attributes.Stage, stage } };
        if (pipeline is not null) tags.Add(Attributes.Pipeline, pipeline);
        if (failure is not null) tags.Add(Attributes.ErrorType, failure.Kind.Name());
        Instruments.StageDuration.Note(duration, tags);
    }
}
