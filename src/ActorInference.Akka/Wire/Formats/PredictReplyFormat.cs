namespace ActorInference.Akka.Wire.Formats;

/// <summary>A reply: a prediction with its times, or a failure.</summary>
internal static class PredictReplyFormat
{
    public static void Write(WireWriter writer, PredictReply reply)
    {
        writer.Id(reply.Id);
        writer.Flag(reply.Outcome.Succeeded);
        if (reply.Outcome.TryGet(out var prediction, out var failure)) Write(writer, prediction);
        else FailureFormat.Write(writer, failure);
    }

    public static PredictReply Read(WireReader reader)
    {
        var id = reader.Id();
        return new(id, reader.Flag() ? ReadPrediction(reader) : FailureFormat.Read(reader));
    }

    private static void Write(WireWriter writer, Prediction prediction)
    {
        var timing = prediction.Timing;
        writer.Duration(timing.Queue);
        writer.Duration(timing.Run);
        writer.Int32(timing.BatchRows);
        writer.Text(timing.Device.Kind);
        writer.Int32(timing.Device.Index);
        writer.Int32(prediction.Names.Count);
        for (var i = 0; i < prediction.Names.Count; i++)
        {
            writer.Text(prediction.Names[i]);
            ValueFormat.Write(writer, prediction[i]);
        }
    }

    private static Prediction ReadPrediction(WireReader reader)
    {
        var timing = new PredictionTiming(reader.Duration(), reader.Duration(), reader.Int32(), new(reader.Text(), reader.Int32()));
        var outputs = reader.Many(static inner => (Name: inner.Text(), Value: ValueFormat.Read(inner)));
        return new([.. outputs.Select(output => output.Name)], [.. outputs.Select(output => output.Value)], timing, bytes: null);
    }
}
