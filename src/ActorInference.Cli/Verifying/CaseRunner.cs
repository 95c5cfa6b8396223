using ActorInference.Cli.Terminal;

namespace ActorInference.Cli.Verifying;

/// <summary>Runs the data sets of a case and compares what comes out.</summary>
internal sealed class CaseRunner(Report report, SessionOptions options, Tolerance tolerance)
{
    /// <summary>
    /// The failures, in the order of the data sets; none when all passed. One that does not name a data set fails them all.
    /// Throws <see cref="OperationCanceledException"/> when told to terminate.
    /// </summary>
    public IReadOnlyList<CaseFailure> Run(VerifyCase verifyCase, CancellationToken terminate)
    {
        ISession session;
        try
        {
            session = SessionArguments.Open(report, verifyCase.Model, options);
        }
        catch (InferenceException problem)
        {
            return [new(verifyCase.Name, null, VerifyStep.Load, WithoutPath(problem.Message, verifyCase))];
        }

        using (session)
        {
            var failures = new List<CaseFailure>();
            foreach (var set in verifyCase.DataSets)
            {
                terminate.ThrowIfCancellationRequested();
                if (Run(session, set, terminate) is var (step, reason)) failures.Add(new(verifyCase.Name, set.Name, step, WithoutPath(reason, verifyCase)));
            }

            return failures;
        }
    }

    private (VerifyStep Step, string Reason)? Run(ISession session, DataSet set, CancellationToken terminate)
    {
        if (set.Outputs.Count == 0) return (VerifyStep.Read, "there is no output_K.pb to compare with.");
        var inputs = new List<RunInput>();
        var outputs = new RunOutput[session.Signature.Outputs.Count];
        for (var i = 0; i < outputs.Length; i++) outputs[i] = new(session.Signature.Outputs[i].Name);
        try
        {
            if (DataSetInputs.Read(set, session.Signature, inputs) is { } unreadable) return (VerifyStep.Read, unreadable.Message);
            if (session.Run([.. inputs], outputs, terminate) is { } failure)
            {
                terminate.ThrowIfCancellationRequested();
                return (VerifyStep.Run, failure.Message);
            }

            foreach (var file in set.Outputs)
            {
                if (Compare(file, session.Signature, outputs) is { } problem) return problem;
            }

            return null;
        }
        finally
        {
            foreach (var input in inputs) input.Value.Dispose();
            foreach (var output in outputs) output.Value?.Dispose();
        }
    }

    private (VerifyStep Step, string Reason)? Compare(DataFile file, ModelSignature signature, RunOutput[] outputs)
    {
        if (file.Position >= outputs.Length) return (VerifyStep.Read, $"{file.Path}: the model has {outputs.Length} outputs, and none at position {file.Position}.");
        var spec = signature.Outputs[file.Position];
        if (!TensorFile.ReadOptional(file.Path, spec.Type).TryGet(out var expected, out var failure)) return (VerifyStep.Read, failure.Message);
        using (expected)
        {
            return ValueDifference.Between(outputs[file.Position].Value, expected, tolerance) is { } difference
                ? (VerifyStep.Compare, $"output '{spec.Name}': {difference}")
                : null;
        }
    }

    // The line begins with the case's name already.
    private static string WithoutPath(string message, VerifyCase verifyCase) =>
        message.Replace(verifyCase.Model, Path.GetFileName(verifyCase.Model), StringComparison.Ordinal)
            .Replace(Path.GetDirectoryName(verifyCase.Model) + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
}
