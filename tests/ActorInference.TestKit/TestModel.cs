using ActorInference.Formats.Onnx;
using Google.Protobuf;

namespace ActorInference.TestKit;

/// <summary>
/// Builds small ONNX models for tests. Types are written as signatures print them: <c>float32 [N,3,?]</c>, <c>int64 []</c>, <c>float32 [...]</c>.
/// </summary>
public sealed class TestModel
{
    private readonly ModelProto _model = new() { IrVersion = 9, ProducerName = "tests", Graph = new GraphProto { Name = "graph" } };

    public TestModel(int opset = 17)
    {
        _model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
        _model.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 2 });
    }

    /// <summary>The model as ONNX Runtime takes it.</summary>
    public byte[] Bytes => _model.ToByteArray();

    public ModelSource Source => ModelSource.Memory(Bytes, "test model");

    /// <summary>y = op(x), with one type for both.</summary>
    public static TestModel Unary(string op, string type, int opset = 17) => new TestModel(opset).Input("x", type).Output("y", type).Node(op, ["x"], ["y"]);

    public TestModel Input(string name, string type)
    {
        _model.Graph.Input.Add(new ValueInfoProto { Name = name, Type = ParseType(type) });
        return this;
    }

    public TestModel Output(string name, string type)
    {
        _model.Graph.Output.Add(new ValueInfoProto { Name = name, Type = ParseType(type) });
        return this;
    }

    public TestModel Metadata(string key, string value)
    {
        _model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return this;
    }

    public TestModel Describe(string domain, string description, long version)
    {
        (_model.Domain, _model.DocString, _model.ModelVersion) = (domain, description, version);
        return this;
    }

    public TestModel Initializer(string name, float[] values, params long[] shape)
    {
        var tensor = new TensorProto { Name = name, DataType = 1, Dims = { shape } };
        tensor.FloatData.Add(values);
        _model.Graph.Initializer.Add(tensor);
        return this;
    }

    public TestModel Initializer(string name, long[] values, params long[] shape)
    {
        var tensor = new TensorProto { Name = name, DataType = 7, Dims = { shape } };
        tensor.Int64Data.Add(values);
        _model.Graph.Initializer.Add(tensor);
        return this;
    }

    public TestModel Initializer(string name, bool value)
    {
        _model.Graph.Initializer.Add(new TensorProto { Name = name, DataType = 9, Int32Data = { value ? 1 : 0 } });
        return this;
    }

    /// <summary>A node; attributes are long, long[], float, string, string[] or a <see cref="TestModel"/> for a subgraph.</summary>
    public TestModel Node(string op, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes) =>
        Node("", op, inputs, outputs, attributes);

    public TestModel Node(string domain, string op, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes)
    {
        var node = new NodeProto { OpType = op, Domain = domain, Name = $"{op}_{_model.Graph.Node.Count}" };
        node.Input.Add(inputs);
        node.Output.Add(outputs);
        foreach (var (name, value) in attributes) node.Attribute.Add(Attribute(name, value));
        _model.Graph.Node.Add(node);
        return this;
    }

    private static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case long number:
                (attribute.I, attribute.Type) = (number, AttributeProto.Types.AttributeType.Int);
                break;
            case float number:
                (attribute.F, attribute.Type) = (number, AttributeProto.Types.AttributeType.Float);
                break;
            case string text:
                (attribute.S, attribute.Type) = (ByteString.CopyFromUtf8(text), AttributeProto.Types.AttributeType.String);
                break;
            case long[] numbers:
                attribute.Ints.Add(numbers);
                attribute.Type = AttributeProto.Types.AttributeType.Ints;
                break;
            case string[] texts:
                attribute.Strings.Add(texts.Select(ByteString.CopyFromUtf8));
                attribute.Type = AttributeProto.Types.AttributeType.Strings;
                break;
            case TestModel graph:
                (attribute.G, attribute.Type) = (graph._model.Graph, AttributeProto.Types.AttributeType.Graph);
                break;
            default:
                throw new ArgumentException($"No attribute holds {value.GetType()}.", nameof(value));
        }

        return attribute;
    }

    private static TypeProto ParseType(string type)
    {
        if (Inner(type, "sequence(") is { } item) return new TypeProto { SequenceType = new TypeProto.Types.Sequence { ElemType = ParseType(item) } };
        if (Inner(type, "optional(") is { } content) return new TypeProto { OptionalType = new TypeProto.Types.Optional { ElemType = ParseType(content) } };
        if (Inner(type, "map(") is { } map)
        {
            var comma = map.IndexOf(',', StringComparison.Ordinal);
            return new TypeProto { MapType = new TypeProto.Types.Map { KeyType = ElementNumber(map[..comma]), ValueType = ParseType(map[(comma + 1)..].Trim()) } };
        }

        var bracket = type.IndexOf('[', StringComparison.Ordinal);
        var tensor = new TypeProto.Types.Tensor { ElemType = ElementNumber(type[..bracket].Trim()) };
        var dimensions = type[(bracket + 1)..^1];
        if (dimensions != "...")
        {
            tensor.Shape = new TensorShapeProto();
            foreach (var dimension in dimensions.Split(',', StringSplitOptions.RemoveEmptyEntries)) tensor.Shape.Dim.Add(ParseDimension(dimension));
        }

        return new TypeProto { TensorType = tensor };
    }

    private static TensorShapeProto.Types.Dimension ParseDimension(string text)
    {
        if (long.TryParse(text, out var size)) return new() { DimValue = size };
        return text == "?" ? new() : new() { DimParam = text };
    }

    private static string? Inner(string type, string start) =>
        type.StartsWith(start, StringComparison.Ordinal) ? type[start.Length..^1] : null;

    private static int ElementNumber(string name) => name switch
    {
        "float32" => 1, "uint8" => 2, "int8" => 3, "uint16" => 4, "int16" => 5, "int32" => 6, "int64" => 7, "string" => 8,
        "bool" => 9, "float16" => 10, "float64" => 11, "uint32" => 12, "uint64" => 13, "bfloat16" => 16, "float8e4m3fn" => 17,
        _ => throw new ArgumentException($"'{name}' is no element type.", nameof(name)),
    };
}
