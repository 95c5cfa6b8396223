using ActorInference.Streams.Running;

namespace ActorInference.Akka.Streams.Ports;

/// <summary>Supply: takes an element for the graph whenever that has asked for one. All of it under the run's gate.</summary>
/// <param name="state">The run.</param>
/// <param name="isDone">Whether nothing will come any more.</param>
/// <param name="push">Pushes what was put, in the graph's actor; from any thread.</param>
/// <param name="complete">Completes, likewise.</param>
internal sealed class OutPort<T>(GraphState state, Func<bool> isDone, Action push, Action complete) : IInlet<T>, IPort
{
    private Element<T> _element;
    private bool _holds; // the element has not arrived where the graph takes it
    private bool _isAsked;
    private bool _isComplete;

    // Not before the last has arrived: where the graph runs as several actors they ask ahead.
    public bool HasRoom => state.IsBroken || (_isAsked && !_holds);

    public void Ask() => _isAsked = true;

    public void Put(in Element<T> element)
    {
        if (state.IsBroken)
        {
            state.Lose(element);
            return;
        }

        _isAsked = false;
        (_element, _holds) = (element, true);
        state.NoteDeparture(element.Item, this);
        push();
    }

    /// <summary>What was put.</summary>
    public Element<T> Peek() => _element;

    public void NoteArrival(long item) => (_element, _holds) = (default, false);

    public void Settle()
    {
        if (state.IsBroken)
        {
            if (_holds) state.Lose(_element);
            NoteArrival(_element.Item);
        }
        else if (!_isComplete && !_holds && isDone())
        {
            _isComplete = true;
            complete();
        }
    }
}
