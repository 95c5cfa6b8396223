using ActorInference.Akka.Streams.Ports;
using ActorInference.Streams.Running;

namespace ActorInference.Akka.Streams;

/// <summary>Work of a stage as <c>SelectAsync</c> wants it: an answer for each element. What the graph has not taken is here, so that nothing is lost where the graph is stopped.</summary>
internal sealed class WorkAnswers<TIn, TOut> : IInlet<TOut>, IPort
{
    private readonly GraphState _state;
    private readonly WorkNode<TIn, TOut> _node;
    private readonly Dictionary<long, Answer> _answers = []; // by the number of the item; under the gate

    public WorkAnswers(GraphState state, WorkNode<TIn, TOut> node)
    {
        (_state, _node) = (state, node);
        node.Next = this;
        state.Ports.Add(this);
    }

    public bool HasRoom => true;

    /// <summary>An element to work on.</summary>
    public Task<Element<TOut>> Begin(Element<TIn> element)
    {
        var answer = new Answer();
        _state.Change(() =>
        {
            if (_state.IsBroken) return; // it was lost where it came from, and nobody waits for the answer
            _state.NoteArrival(element.Item);
            _answers.Add(element.Item, answer);
            _node.Put(element);
        });
        return answer.Task;
    }

    /// <summary>It has been worked on.</summary>
    public void Put(in Element<TOut> element)
    {
        if (_state.IsBroken)
        {
            _answers.Remove(element.Item);
            _state.Lose(element);
            return;
        }

        var answer = _answers[element.Item];
        answer.Element = element;
        _state.NoteDeparture(element.Item, this);
        answer.SetResult(element);
    }

    public void NoteArrival(long item) => _answers.Remove(item);

    /// <summary>Nothing will come any more.</summary>
    public void NoteEnd() => _state.Change(() => _node.UpstreamDone = true);

    public void Settle()
    {
        if (!_state.IsBroken) return;
        foreach (var (item, answer) in _answers)
        {
            if (answer.Element is not { } element) continue;
            _answers.Remove(item);
            _state.Lose(element);
        }
    }

    private sealed class Answer() : TaskCompletionSource<Element<TOut>>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public Element<TOut>? Element { get; set; } // once it is done; under the gate
    }
}
