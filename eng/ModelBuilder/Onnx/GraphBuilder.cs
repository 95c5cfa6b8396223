using System.Buffers.Binary;
using System.Globalization;
using ActorInference.Formats.Onnx;
using Google.Protobuf;

namespace ActorInference.ModelBuilder.Onnx;

/// <summary>
/// Appends nodes and initialisers to an ONNX graph in the order of the calls, which is also the order of the file: the same calls
/// give the same bytes. Names are <c>part/Operator_number</c>, so a profile of the model reads like its source.
/// </summary>
internal sealed class GraphBuilder
{
    private const int Float32 = 1;
    private const int Int64 = 7;

    private readonly GraphProto _graph = new();
    private readonly HashSet<string> _initializers = new(StringComparer.Ordinal);
    private string _part = "graph";
    private int _nodes;

    /// <summary>Nodes appended from here on belong to this part of the graph; the name of each starts with it.</summary>
    public void Part(string name) => _part = name;

    /// <summary>Declares an input of the graph, float32; a dimension is a number or the name of a free one.</summary>
    public Signal Input(string name, string meaning, params string[] dimensions)
    {
        _graph.Input.Add(Declare(name, meaning, dimensions));
        return new Signal(this, name);
    }

    /// <summary>Gives a signal the name of an output of the graph, by a last node that clips it to low..high.</summary>
    public void ClippedOutput(string name, Signal x, float low, float high, string meaning, params string[] dimensions)
    {
        _graph.Output.Add(Declare(name, meaning, dimensions));
        Append("Clip", name, [x, Scalar(low), Scalar(high)], []);
    }

    /// <summary>The graph, by its name in the file. Call it last.</summary>
    public GraphProto Finish(string name)
    {
        _graph.Name = name;
        return _graph;
    }

    /// <summary>Appends a node with one output.</summary>
    public Signal Node(string type, params Signal[] inputs) => Node(type, inputs, []);

    /// <inheritdoc cref="Node(string, Signal[])"/>
    public Signal Node(string type, Signal[] inputs, AttributeProto[] attributes) =>
        Append(type, string.Create(CultureInfo.InvariantCulture, $"{_part}/{type}_{_nodes}"), inputs, attributes);

    /// <summary>A float32 scalar; the same number is stored once.</summary>
    public Signal Scalar(float value) => Tensor(value.ToString("R", CultureInfo.InvariantCulture), [], [value]);

    /// <summary>A float32 tensor by name, stored once.</summary>
    public Signal Tensor(string name, long[] dimensions, ReadOnlySpan<float> values)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        return Initializer(name, Float32, dimensions, bytes);
    }

    /// <summary>A list of int64, as the operators take their axes and bounds; stored once.</summary>
    public Signal Integers(params ReadOnlySpan<long> values)
    {
        var bytes = new byte[values.Length * sizeof(long)];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        return Initializer($"[{string.Join(',', values.ToArray())}]", Int64, [values.Length], bytes);
    }

    private Signal Initializer(string name, int type, long[] dimensions, byte[] bytes)
    {
        if (_initializers.Add(name))
        {
            var tensor = new TensorProto { Name = name, DataType = type, RawData = ByteString.CopyFrom(bytes) };
            tensor.Dims.AddRange(dimensions);
            _graph.Initializer.Add(tensor);
        }

        return new Signal(this, name);
    }

    private Signal Append(string type, string output, Signal[] inputs, AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = type, Name = string.Create(CultureInfo.InvariantCulture, $"{_part}/{type}_{_nodes++}") };
        node.Input.AddRange(inputs.Select(input => input.Name));
        node.Output.Add(output);
        node.Attribute.AddRange(attributes);
        _graph.Node.Add(node);
        return new Signal(this, output);
    }

    private static ValueInfoProto Declare(string name, string meaning, string[] dimensions)
    {
        var shape = new TensorShapeProto();
        foreach (var dimension in dimensions)
        {
            shape.Dim.Add(long.TryParse(dimension, CultureInfo.InvariantCulture, out var size)
                ? new TensorShapeProto.Types.Dimension { DimValue = size }
                : new TensorShapeProto.Types.Dimension { DimParam = dimension });
        }

        return new ValueInfoProto
        {
            Name = name,
            DocString = meaning,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = Float32, Shape = shape } },
        };
    }
}
