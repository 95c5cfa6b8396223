namespace ActorInference;

/// <summary>The type of a model's input or output.</summary>
public abstract record ValueType
{
    private protected ValueType()
    {
    }
}

/// <summary>A tensor. <paramref name="Shape"/> is null when the model does not even say the rank.</summary>
public sealed record TensorType(ElementType ElementType, IReadOnlyList<Dimension>? Shape) : ValueType
{
    /// <summary><c>float32 [N,3,H,W]</c>; <c>float32 [...]</c> when the rank is unknown.</summary>
    public override string ToString() => $"{ElementType.Name()} [{(Shape is null ? "..." : string.Join(',', Shape))}]";
}

/// <summary>Any number of values of one type.</summary>
public sealed record SequenceType(ValueType Item) : ValueType
{
    /// <summary><c>sequence(float32 [N])</c>.</summary>
    public override string ToString() => $"sequence({Item})";
}

/// <summary>Keys to values.</summary>
public sealed record MapType(ElementType Key, ValueType Item) : ValueType
{
    /// <summary><c>map(int64, float32 [])</c>.</summary>
    public override string ToString() => $"map({Key.Name()}, {Item})";
}

/// <summary>A value that may be absent.</summary>
public sealed record OptionalType(ValueType Item) : ValueType
{
    /// <summary><c>optional(float32 [N])</c>.</summary>
    public override string ToString() => $"optional({Item})";
}

/// <summary>A type of ONNX that values here cannot hold, such as a sparse tensor; <paramref name="Name"/> says which.</summary>
public sealed record UnsupportedType(string Name) : ValueType
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
