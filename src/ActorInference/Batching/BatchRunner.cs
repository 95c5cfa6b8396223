using ActorInference.Batching;

namespace ActorInference;

/// <summary>
/// Runs requests as one batch on a session: joins their inputs along the batch dimension and cuts the outputs apart, pads where the model's batch is fixed, isolates the
/// item that spoils a batch by running halves, and ends the run when everyone in it has left. Who runs what when is decided elsewhere.
/// One runner belongs to one thread, but for <see cref="Terminate"/>.
/// </summary>
public sealed class BatchRunner : IDisposable
{
    private readonly BatchLayout _layout;
    private readonly IReadOnlyList<string> _outputNames;
    private readonly RunOutput[] _outputs;
    private readonly BatchTermination _termination = new();
    private RunInput[] _joined = [];

    /// <summary>A runner for one model.</summary>
    /// <param name="layout">How its requests share runs.</param>
    /// <param name="outputs">The outputs wanted, in the order in which items get them.</param>
    public BatchRunner(BatchLayout layout, IReadOnlyList<string> outputs)
    {
        _layout = layout;
        _outputNames = outputs;
        _outputs = new RunOutput[outputs.Count];
    }

    /// <summary>Opens the next run; returns its number, for <see cref="Terminate"/>.</summary>
    public long Begin() => _termination.Begin();

    /// <summary>
    /// Runs <paramref name="items"/>, which must fit together, to their ends, and closes the run that was begun: each item is handed to <paramref name="policy"/> once,
    /// as succeeded or failed; items that have left before a run are handed over as failed with <see cref="ErrorKind.Cancelled"/>.
    /// </summary>
    /// <param name="session">Where to run.</param>
    /// <param name="items">One or more; several only if the layout allows it and they name the same inputs in the same order.</param>
    /// <param name="policy">Decides what failures mean.</param>
    public void Run(ISession session, ReadOnlySpan<BatchItem> items, IBatchPolicy policy)
    {
        try
        {
            RunIsolating(session, items, policy, _termination.Token);
        }
        finally
        {
            _termination.End();
        }
    }

    /// <summary>Tells the run of that number to end at the model's next node: everyone in it has left. Nothing happens when it has ended. From any thread.</summary>
    public void Terminate(long run) => _termination.Terminate(run);

    /// <inheritdoc/>
    public void Dispose() => _termination.Dispose();

    private void RunIsolating(ISession session, ReadOnlySpan<BatchItem> items, IBatchPolicy policy, CancellationToken token)
    {
        if (AnyLeft(items))
        {
            var (staying, left) = Partition(items);
            if (left.Length > 0) policy.Failed(left, Left);
            if (staying.Length == 0) return;
            items = staying;
        }

        policy.Starting();
        var failure = RunOnce(session, items, token, out var splitting);
        if (failure is null) policy.Succeeded(items);
        else if (items.Length > 1 && (splitting ?? (failure.Kind != ErrorKind.Cancelled && policy.MayBeAnItems(failure))))
        {
            var half = items.Length / 2;
            RunIsolating(session, items[..half], policy, token);
            RunIsolating(session, items[half..], policy, token);
        }
        else policy.Failed(items, failure);
    }

    internal static Failure Left { get; } = new(ErrorKind.Cancelled, "the caller gave up.");

    private static bool AnyLeft(ReadOnlySpan<BatchItem> items)
    {
        foreach (var item in items)
        {
            if (item.HasLeft) return true;
        }

        return false;
    }

    // Looks at each item once: it may leave at any moment.
    private static (BatchItem[] Staying, BatchItem[] Left) Partition(ReadOnlySpan<BatchItem> items)
    {
        List<BatchItem> staying = [];
        List<BatchItem> left = [];
        foreach (var item in items) (item.HasLeft ? left : staying).Add(item);
        return ([.. staying], [.. left]);
    }

    private Failure? RunOnce(ISession session, ReadOnlySpan<BatchItem> items, CancellationToken token, out bool? splitting)
    {
        splitting = null; // the policy knows
        for (var i = 0; i < _outputs.Length; i++) _outputs[i] = new(_outputNames[i]);
        var rows = 0;
        foreach (var item in items) rows += item.Rows;
        var joins = items.Length > 1 || (_layout.FixedRows is { } fixedRows && fixedRows != rows);
        try
        {
            var inputs = joins ? Join(items, _layout.FixedRows ?? rows) : items[0].Inputs;
            if (session.Run(inputs, _outputs, token) is { } failure) return failure;
            return joins ? Cut(items, rows, out splitting) : Deliver(items[0]);
        }
        catch (OutOfMemoryException)
        {
            return new(ErrorKind.OutOfMemory, $"there is not enough memory for a batch of {rows} rows.");
        }
        catch (Exception problem)
        {
            return Thrown.By("the session", problem);
        }
        finally
        {
            foreach (var output in _outputs) output.Value?.Dispose();
            Array.Clear(_outputs);
            if (joins) DisposeJoined();
        }
    }

    private RunInput[] Join(ReadOnlySpan<BatchItem> items, int rows)
    {
        if (_joined.Length != items[0].Inputs.Length) _joined = new RunInput[items[0].Inputs.Length];
        for (var i = 0; i < _joined.Length; i++)
        {
            var (name, value) = items[0].Inputs[i];
            _joined[i] = new(name, _layout.HasRowsIn(name) ? BatchTensors.Join(items, i, rows) : ((Tensor)value).Share());
        }

        return _joined;
    }

    private void DisposeJoined()
    {
        foreach (var input in _joined) input.Value?.Dispose();
        Array.Clear(_joined);
    }

    private Failure? Deliver(BatchItem item)
    {
        var values = new Value?[_outputs.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _outputs[i].Value;
            _outputs[i].Value = null;
        }

        item.Take(values, item.Rows);
        return null;
    }

    private Failure? Cut(ReadOnlySpan<BatchItem> items, int rows, out bool? splitting)
    {
        splitting = null;
        foreach (var output in _outputs)
        {
            if (output.Value is Tensor { Shape.Rank: > 0 } tensor && tensor.Shape[0] == (_layout.FixedRows ?? rows)) continue;
            splitting = !_layout.IsCertain; // where the signature left it open it is known now, and the halves become singles
            if (!_layout.IsCertain) _layout.Contradict();
            return WrongRows(output, rows);
        }

        var parts = new Value?[items.Length][];
        var taken = 0;
        try
        {
            var start = 0;
            for (var i = 0; i < items.Length; i++)
            {
                parts[i] = new Value?[_outputs.Length];
                for (var o = 0; o < _outputs.Length; o++) parts[i][o] = BatchTensors.Cut((Tensor)_outputs[o].Value!, start, items[i].Rows);
                start += items[i].Rows;
            }

            for (; taken < items.Length; taken++) items[taken].Take(parts[taken], rows);
            return null;
        }
        finally
        {
            foreach (var part in parts.AsSpan(taken))
            {
                foreach (var value in part ?? []) value?.Dispose();
            }
        }
    }

    private static Failure WrongRows(RunOutput output, int rows) =>
        new(ErrorKind.SessionFailed, $"output '{output.Name}' came back as {output.Value} for a batch of {rows} rows; turn batching off for this model (batching = off in its manifest).");
}
