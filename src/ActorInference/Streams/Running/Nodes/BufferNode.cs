namespace ActorInference.Streams.Running;

/// <summary><see cref="BufferStage{T}"/> at work.</summary>
internal sealed class BufferNode<T>(RunState state, BufferStage<T> stage) : Node<T>(state, stage.Name), IInlet<T>
{
    private readonly Queue<Element<T>> _waiting = new();

    public bool HasRoom => _waiting.Count < stage.Size || (stage.Overflow != Overflow.Backpressure && State.Aborted is null);

    public override bool IsEmpty => _waiting.Count == 0;

    public override int Waiting => _waiting.Count;

    public void Put(in Element<T> element)
    {
        // Once the run is aborted it drops nothing more, so that each item has its outcome; the source may still give the one that it was asked for.
        if (_waiting.Count < stage.Size || State.Aborted is not null)
        {
            _waiting.Enqueue(Admit(element));
            return;
        }

        switch (stage.Overflow)
        {
            case Overflow.DropNewest:
                Drop(element);
                return;
            case Overflow.DropOldest:
                Drop(_waiting.Dequeue());
                break;
            case Overflow.LatestOnly:
                while (_waiting.TryDequeue(out var older)) Drop(older);
                break;
            case Overflow.Fail:
                Fail(element);
                return;
            default:
                throw new InvalidOperationException("This is a bug: a buffer without room was given an item.");
        }

        _waiting.Enqueue(element);
    }

    public override bool Push()
    {
        var moved = false;
        while (_waiting.Count > 0 && CanEmit)
        {
            var element = _waiting.Dequeue();
            if (element.Outcome.Succeeded) Succeeded += element.Count;
            Emit(element);
            moved = true;
        }

        return moved;
    }

    public override void Cancel(Failure failure) => End(_waiting, failure);

    // One place more than it has, so that the failure is an outcome as any: no other follows, for the stream ends with it.
    private void Fail(in Element<T> element)
    {
        var failure = new Failure(ErrorKind.Overloaded, $"the buffer of {stage.Size} is full, and the stream was told to fail then.");
        if (element.Outcome.Succeeded) Failed += element.Count;
        _waiting.Enqueue(element.Outcome.Succeeded ? Ended<T, T>(element, failure) : element);
        State.End(failure);
    }
}
