namespace ActorInference.ModelBuilder.Onnx;

/// <summary>
/// A tensor that flows through a graph under construction: the output of a node, or the graph's input. Arithmetic on signals, and
/// between a signal and a number, appends the node of that name to the graph.
/// </summary>
/// <param name="Graph">The graph that the tensor belongs to.</param>
/// <param name="Name">Its name in the ONNX file.</param>
internal readonly record struct Signal(GraphBuilder Graph, string Name)
{
    public static Signal operator +(Signal a, Signal b) => a.Graph.Node("Add", a, b);

    public static Signal operator +(Signal a, float b) => a.Graph.Node("Add", a, a.Graph.Scalar(b));

    public static Signal operator -(Signal a, Signal b) => a.Graph.Node("Sub", a, b);

    public static Signal operator -(Signal a, float b) => a.Graph.Node("Sub", a, a.Graph.Scalar(b));

    public static Signal operator -(float a, Signal b) => b.Graph.Node("Sub", b.Graph.Scalar(a), b);

    public static Signal operator *(Signal a, Signal b) => a.Graph.Node("Mul", a, b);

    public static Signal operator *(Signal a, float b) => a.Graph.Node("Mul", a, a.Graph.Scalar(b));

    public static Signal operator /(Signal a, Signal b) => a.Graph.Node("Div", a, b);

    public static Signal operator +(float a, Signal b) => b.Graph.Node("Add", b.Graph.Scalar(a), b);

    public static Signal operator /(float a, Signal b) => b.Graph.Node("Div", b.Graph.Scalar(a), b);
}
