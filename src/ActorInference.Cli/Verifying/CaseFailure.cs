using System.Text.Json.Nodes;

namespace ActorInference.Cli.Verifying;

/// <summary>What was under way when a case failed.</summary>
internal enum VerifyStep
{
    /// <summary>The model was loaded.</summary>
    Load,

    /// <summary>The data set was read.</summary>
    Read,

    /// <summary>The model ran.</summary>
    Run,

    /// <summary>The outputs were compared.</summary>
    Compare,
}

/// <summary>Why a case, or one data set of it, failed.</summary>
/// <param name="Case">The case's name.</param>
/// <param name="DataSet">The data set; null when the model could not be loaded, which fails them all.</param>
/// <param name="Step">What was under way.</param>
/// <param name="Reason">One line.</param>
internal sealed record CaseFailure(string Case, string? DataSet, VerifyStep Step, string Reason)
{
    /// <summary>For <c>--json</c>.</summary>
    public JsonObject ToJson() => new() { ["model"] = Case, ["dataSet"] = DataSet, ["step"] = StepName, ["reason"] = Reason };

    /// <inheritdoc/>
    public override string ToString() => $"{Case}{(DataSet is null ? "" : $" {DataSet}")} ({StepName}): {Reason}";

    private string StepName => Step switch
    {
        VerifyStep.Load => "load",
        VerifyStep.Read => "read",
        VerifyStep.Run => "run",
        VerifyStep.Compare => "compare",
        _ => throw new InvalidOperationException($"not a step: {Step}"),
    };
}
