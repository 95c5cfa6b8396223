using System.Text.Json.Nodes;
using ActorInference.Cli.Terminal;
using Spectre.Console;

namespace ActorInference.Cli.Verifying;

/// <summary>Counts of what was verified. Owned by the command's thread.</summary>
internal sealed class VerifySummary
{
    private readonly List<CaseFailure> _failures = [];

    /// <summary>Cases done.</summary>
    public int Models { get; private set; }

    /// <summary>Data sets that passed.</summary>
    public int Passed { get; private set; }

    /// <summary>Data sets that failed, those of models that could not be loaded included.</summary>
    public int Failed { get; private set; }

    /// <summary>Notes a case that is done.</summary>
    public void Add(VerifyCase verifyCase, IReadOnlyList<CaseFailure> failures)
    {
        var failed = failures.Any(failure => failure.DataSet is null) ? verifyCase.DataSets.Count : failures.Count;
        Models++;
        Failed += failed;
        Passed += verifyCase.DataSets.Count - failed;
        _failures.AddRange(failures);
    }

    /// <summary>Prints the failures and one line of counts, and fills the JSON object.</summary>
    public void Write(Report report, TimeSpan took)
    {
        foreach (var failure in _failures) report.Results.MarkupLineInterpolated($"[red]failed:[/] {OneLine.Of(failure.ToString(), 1000)}");
        report.Results.WriteLine($"{Models} models, {Passed + Failed} data sets: {Passed} passed, {Failed} failed, in {took.TotalSeconds:F1} s");

        report.Json["models"] = Models;
        report.Json["dataSets"] = Passed + Failed;
        report.Json["passed"] = Passed;
        report.Json["failed"] = Failed;
        report.Json["seconds"] = Math.Round(took.TotalSeconds, 3);
        report.Json["failures"] = new JsonArray([.. _failures.Select(failure => failure.ToJson())]);
    }
}
