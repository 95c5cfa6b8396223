namespace ActorInference.Streams.Running;

/// <summary><see cref="SampleStage{T}"/> at work.</summary>
internal sealed class SampleNode<T>(RunState state, SampleStage<T> stage) : Node<T>(state, stage.Name), IInlet<T>
{
    private Element<T> _held;
    private bool _holds;
    private long _seen;

    public bool HasRoom => !_holds;

    public override bool IsEmpty => !_holds;

    public override int Waiting => _holds ? 1 : 0;

    public void Put(in Element<T> element)
    {
        if (element.Outcome.Succeeded && _seen++ % stage.Every != 0)
        {
            Drop(element);
            return;
        }

        _held = Admit(element);
        _holds = true;
    }

    public override bool Push()
    {
        if (!_holds || !CanEmit) return false;
        var element = _held;
        (_held, _holds) = (default, false);
        if (element.Outcome.Succeeded) Succeeded += element.Count;
        Emit(element);
        return true;
    }

    public override void Cancel(Failure failure)
    {
        if (_holds && _held.Outcome.Succeeded) _held = Ended<T, T>(_held, failure);
    }
}
