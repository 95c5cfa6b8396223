namespace ActorInference.Akka.Wire.Formats;

/// <summary>A request. What is read is a copy, and its receiver's to release.</summary>
internal static class PredictRequestFormat
{
    public static void Write(WireWriter writer, PredictRequest request)
    {
        writer.Id(request.Id);
        writer.Byte((byte)request.Options.Priority);
        writer.Byte((byte)request.Options.WhenFull);
        writer.Duration(request.Options.Deadline);
        writer.Many(request.Inputs, static (inner, input) =>
        {
            inner.Text(input.Name);
            ValueFormat.Write(inner, input.Value);
        });
    }

    public static PredictRequest Read(WireReader reader)
    {
        var id = reader.Id();
        var options = new PredictionOptions { Priority = reader.OneOf(Priority.Low), WhenFull = reader.OneOf(WhenFull.DropOldest), Deadline = reader.OptionalDuration() };
        var inputs = reader.Many(static inner => new RunInput(inner.Text(), ValueFormat.Read(inner)!)); // an absent one is refused by the model's signature, with its name
        return new(id, inputs, options, isCopy: true);
    }
}
