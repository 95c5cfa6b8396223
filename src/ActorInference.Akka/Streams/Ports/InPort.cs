using ActorInference.Streams.Running;

namespace ActorInference.Akka.Streams.Ports;

/// <summary>Demand: pulls an element out of the graph whenever there is room for one. All of it under the run's gate.</summary>
/// <param name="state">The run.</param>
/// <param name="inlet">Where elements go.</param>
/// <param name="pull">Pulls, in the graph's actor; from any thread.</param>
/// <param name="finished">The last element has gone there.</param>
internal sealed class InPort<T>(GraphState state, IInlet<T> inlet, Action pull, Action finished) : IPort
{
    private Element<T> _element;
    private bool _holds; // an element has come and there is no room any more: whoever asked for it has gone
    private bool _hasPulled;
    private bool _isFinished;
    private bool _hasTold;

    public void Settle()
    {
        if (_holds && state.IsBroken) state.Lose(Take());
        else if (_holds && inlet.HasRoom) inlet.Put(Take());

        if (_isFinished && !_holds && !_hasTold)
        {
            _hasTold = true;
            finished();
        }

        if (state.IsBroken || _isFinished || _hasPulled || _holds || !inlet.HasRoom) return; // broken, it may never have started
        _hasPulled = true;
        pull();
    }

    /// <summary>An element has come.</summary>
    public void Put(in Element<T> element)
    {
        _hasPulled = false;
        if (state.IsBroken) return; // it was lost where it came from
        state.NoteArrival(element.Item);
        (_element, _holds) = (element, true);
    }

    /// <summary>Nothing will come any more.</summary>
    public void Finish() => _isFinished = true;

    private Element<T> Take()
    {
        var element = _element;
        (_element, _holds) = (default, false);
        return element;
    }
}
