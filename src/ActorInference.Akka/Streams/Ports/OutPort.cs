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
    private bool _holds; // an element is on its way to the graph
    private bool _isAsked;
    private bool _isComplete;

    public bool HasRoom => state.IsBroken || _isAsked;

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
        push();
    }

    /// <summary>What was put.</summary>
    public Element<T> Take()
    {
        var element = _element;
        (_element, _holds) = (default, false);
        return element;
    }

    public void Settle()
    {
        if (state.IsBroken)
        {
            if (_holds) state.Lose(Take());
        }
        else if (!_isComplete && !_holds && isDone())
        {
            _isComplete = true;
            complete();
        }
    }
}
