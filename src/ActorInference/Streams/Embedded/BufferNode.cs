namespace ActorInference.Streams.Embedded;

/// <summary><see cref="BufferStage{T}"/> at work.</summary>
internal sealed class BufferNode<T>(Flow flow, BufferStage<T> stage) : Node<T>(flow, stage.Name), IInlet<T>
{
    private readonly Queue<Element<T>> _waiting = new();

    public bool HasRoom => stage.Overflow != Overflow.Backpressure || _waiting.Count < stage.Size;

    public override bool IsEmpty => _waiting.Count == 0;

    public override int Waiting => _waiting.Count;

    public void Put(in Element<T> element)
    {
        if (_waiting.Count < stage.Size)
        {
            _waiting.Enqueue(element);
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

    public override void Cancel(Failure failure)
    {
        for (var count = _waiting.Count; count > 0; count--)
        {
            var element = _waiting.Dequeue();
            Flow.Discard(element.Outcome);
            _waiting.Enqueue(Weighed(element, element.Outcome.Failure ?? failure));
        }
    }

    // One place more than it has, so that the failure is an outcome as any: nothing more comes, for the stream ends with it.
    private void Fail(in Element<T> element)
    {
        var failure = new Failure(ErrorKind.Overloaded, $"the buffer of {stage.Size} is full, and the stream was told to fail then.");
        Failed += element.Count;
        Flow.Discard(element.Outcome);
        _waiting.Enqueue(Weighed(element, failure));
        Flow.End(failure);
    }

    private Element<T> Weighed(in Element<T> element, Failure failure)
    {
        var failed = element.With<T>(failure);
        return IsBeforeEntry ? failed : Flow.Ledger.Weigh(failed);
    }
}
