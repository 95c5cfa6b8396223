using System.Diagnostics.Metrics;

namespace ActorInference.Telemetry;

/// <summary>Makes instruments although listeners may throw when they hear of one: the meter has it all the same, only whoever made it has not.</summary>
internal static class Publication
{
    public static T Publish<T>(Meter meter, string name, Func<T> create)
        where T : Instrument
    {
        try
        {
            return create();
        }
        catch (Exception problem)
        {
            return Find<T>(meter, name) ?? throw new InvalidOperationException($"This is a bug: the instrument {name} cannot be made.", problem);
        }
    }

    // A listener that starts is told of all instruments there are, and only it.
    private static T? Find<T>(Meter meter, string name)
        where T : Instrument
    {
        var found = default(T);
        using var finder = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter == meter && instrument.Name == name) found = instrument as T;
            },
        };
        finder.Start();
        return found;
    }
}
