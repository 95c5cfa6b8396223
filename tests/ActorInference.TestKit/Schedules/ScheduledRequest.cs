namespace ActorInference.TestKit.Schedules;

/// <summary>A request of a schedule and what became of it.</summary>
public sealed class ScheduledRequest(int number, ScheduleStep.Submit how, bool isPoisoned, CancellationTokenSource cancel)
{
    // Every row of every request has another first element, from this number up, which floats hold exactly; a poisoned one is below zero.
    private const int MostRows = 4;

    public int Number => number;

    public ScheduleStep.Submit How => how;

    public bool IsPoisoned => isPoisoned;

    /// <summary>Shared with those of the same call.</summary>
    public CancellationTokenSource Cancel => cancel;

    public Task<Outcome<Prediction>> Task { get; set; } = null!;

    /// <summary>The first element of each row.</summary>
    public IEnumerable<float> Firsts() => Enumerable.Range(0, how.Rows).Select(row => (isPoisoned && row == how.Rows - 1 ? -1f : 1f) * (((number + 1) * MostRows) + row));

    public Tensor Input()
    {
        var input = Tensor.Allocate(ElementType.Float32, [how.Rows, 4]);
        var row = 0;
        foreach (var first in Firsts()) input.Span<float>().Slice(4 * row++, 4).Fill(first);
        return input;
    }

    /// <summary>Whether a prediction is this request's: y = 2 x + 1 of its own rows.</summary>
    public bool IsOwn(Prediction prediction)
    {
        var y = prediction.Tensor;
        if (y.Shape[0] != how.Rows) return false;
        var row = 0;
        foreach (var first in Firsts())
        {
            if (y.Span<float>().Slice(4 * row++, 4).ContainsAnyExcept((2 * first) + 1)) return false;
        }

        return true;
    }
}
