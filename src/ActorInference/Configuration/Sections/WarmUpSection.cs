namespace ActorInference.Configuration.Sections;

/// <summary>Reads <see cref="WarmUpOptions"/>.</summary>
internal static class WarmUpSection
{
    public static WarmUpOptions Read(HoconReader reader) => new()
    {
        BatchSizes = reader.Integers("batch-sizes", 1, int.MaxValue)?.Select(size => (int)size).ToArray(),
        Shapes = Shapes(reader),
    };

    private static List<IReadOnlyDictionary<string, TensorShape>> Shapes(HoconReader reader)
    {
        var sets = new List<IReadOnlyDictionary<string, TensorShape>>();
        foreach (var item in reader.Items("shapes", "an array of objects, such as [{ image = [1, 3, 224, 224] }]") ?? [])
        {
            if (item is HoconObject named) sets.Add(Shapes(reader, named));
            else reader.Refuse(item.Position, "shapes", "holds objects; write the names of inputs with their shapes, such as { image = [1, 3, 224, 224] }");
        }

        return sets;
    }

    private static Dictionary<string, TensorShape> Shapes(HoconReader reader, HoconObject named)
    {
        var shapes = new Dictionary<string, TensorShape>();
        foreach (var (name, position, value) in named.Fields)
        {
            if (value is not HoconArray array) reader.Refuse(value.Position, "shapes", "has a shape that is no array; write its dimensions, such as [1, 3, 224, 224]");
            else if (reader.IntegersOf("shapes", array.Items, 1, long.MaxValue) is { } dimensions) Add(reader, shapes, name, position, [.. dimensions]);
        }

        return shapes;
    }

    private static void Add(HoconReader reader, Dictionary<string, TensorShape> shapes, string name, HoconPosition position, long[] dimensions)
    {
        try
        {
            shapes[name] = new TensorShape(dimensions);
        }
        catch (OverflowException)
        {
            reader.Refuse(position, "shapes", "has a shape with more elements than there can be; write smaller dimensions");
        }
    }
}
