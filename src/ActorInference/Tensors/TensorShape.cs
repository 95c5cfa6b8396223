using System.Runtime.CompilerServices;

namespace ActorInference;

/// <summary>The dimensions of a tensor, outermost first; immutable. The default value is a scalar's shape, <c>[]</c>.</summary>
[CollectionBuilder(typeof(TensorShape), nameof(Create))]
public readonly struct TensorShape : IEquatable<TensorShape>
{
    private readonly long[]? _dimensions;

    /// <summary>Copies <paramref name="dimensions"/>; each must be 0 or more and their product must fit a long.</summary>
    public TensorShape(params ReadOnlySpan<long> dimensions)
    {
        long count = 1;
        foreach (var dimension in dimensions)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dimension, nameof(dimensions));
            count = checked(count * dimension);
        }

        _dimensions = dimensions.ToArray();
        ElementCountOrScalar = count - 1;
    }

    // Stored minus one, so that the default value says one element.
    private long ElementCountOrScalar { get; }

    /// <summary>How many dimensions there are; 0 for a scalar.</summary>
    public int Rank => _dimensions?.Length ?? 0;

    /// <summary>The product of all dimensions: 1 for a scalar, 0 when any dimension is 0.</summary>
    public long ElementCount => ElementCountOrScalar + 1;

    /// <summary>The dimensions, outermost first.</summary>
    public ReadOnlySpan<long> Dimensions => _dimensions;

    /// <summary>One dimension; negative indices are not understood, <c>^1</c> is.</summary>
    public long this[Index index] => Dimensions[index];

    /// <summary>For collection expressions: <c>TensorShape shape = [1, 3, 224, 224];</c>.</summary>
    public static TensorShape Create(ReadOnlySpan<long> dimensions) => new(dimensions);

    /// <summary>For collection expressions and foreach.</summary>
    public ReadOnlySpan<long>.Enumerator GetEnumerator() => Dimensions.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(TensorShape other) => Dimensions.SequenceEqual(other.Dimensions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TensorShape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var dimension in Dimensions) hash.Add(dimension);
        return hash.ToHashCode();
    }

    /// <summary>Equal dimensions in equal order.</summary>
    public static bool operator ==(TensorShape left, TensorShape right) => left.Equals(right);

    /// <summary>Not equal.</summary>
    public static bool operator !=(TensorShape left, TensorShape right) => !left.Equals(right);

    /// <summary><c>[1,3,224,224]</c>.</summary>
    public override string ToString() => $"[{string.Join(',', _dimensions ?? [])}]";
}
