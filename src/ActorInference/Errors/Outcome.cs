using System.Diagnostics.CodeAnalysis;

namespace ActorInference;

/// <summary>What becomes of one item: a value, or a <see cref="ActorInference.Failure"/>. An unset outcome counts as an internal failure.</summary>
public readonly struct Outcome<T>
{
    private static readonly Failure Unset = new(ErrorKind.Internal, "This is a bug: an outcome was read that nobody had set.");

    private readonly T? _value;
    private readonly Failure? _failure;
    private readonly bool _succeeded;

    private Outcome(T? value, Failure? failure, bool succeeded)
    {
        _value = value;
        _failure = failure;
        _succeeded = succeeded;
    }

    /// <summary>Whether there is a value.</summary>
    public bool Succeeded => _succeeded;

    /// <summary>Why there is no value; null when there is one.</summary>
    public Failure? Failure => _succeeded ? null : _failure ?? Unset;

    /// <summary>The value, or the failure thrown as <see cref="InferenceException"/>.</summary>
    public T Value => _succeeded ? _value! : throw Failure!.ToException();

    /// <summary>Takes the outcome apart without an exception.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out Failure? failure)
    {
        value = _value;
        failure = Failure;
        return _succeeded;
    }

    /// <summary>A success.</summary>
    public static implicit operator Outcome<T>(T value) => Success(value);

    /// <summary>A failure.</summary>
    public static implicit operator Outcome<T>(Failure failure) => new(default, failure, false);

    // Interfaces cannot be converted implicitly: Outcome.Of comes here.
    internal static Outcome<T> Success(T value) => new(value, null, true);

    /// <inheritdoc/>
    public override string ToString() => _succeeded ? $"{_value}" : Failure!.ToString();
}

/// <summary>Makes outcomes where the implicit conversion cannot: from interfaces.</summary>
public static class Outcome
{
    /// <summary>A success.</summary>
    public static Outcome<T> Of<T>(T value) => Outcome<T>.Success(value);
}
