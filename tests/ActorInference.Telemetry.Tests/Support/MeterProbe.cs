using System.Diagnostics.Metrics;

namespace ActorInference.Telemetry.Tests;

/// <summary>Listens to the library's meter and keeps what it hears. Thread-safe.</summary>
internal sealed class MeterProbe : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private readonly List<Measured> _measured = []; // guarded by the lock
    private readonly Dictionary<string, SortedSet<string>> _attributes = []; // guarded by the lock

    public MeterProbe()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != ActorInferenceTelemetry.MeterName) return;
            Instruments.Add(instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>What the meter has.</summary>
    public List<Instrument> Instruments { get; } = [];

    /// <summary>The measurements of an instrument so far, in order: <c>value {attribute=value, ...}</c> with attributes in alphabetical order, less their common prefix.</summary>
    public IReadOnlyList<string> Of(string instrument)
    {
        lock (_lock) return [.. _measured.Where(measured => measured.Instrument == $"actorinference.{instrument}").Select(measured => $"{measured}")];
    }

    /// <summary>How things stand now: collects, and gives the measurements of an instrument.</summary>
    public IReadOnlyList<string> Look(string instrument)
    {
        lock (_lock) _measured.RemoveAll(measured => measured.IsLevel);
        _listener.RecordObservableInstruments();
        return Of(instrument);
    }

    /// <summary>The attributes that measurements of each instrument had so far, in alphabetical order.</summary>
    public Dictionary<string, string> Attributes()
    {
        lock (_lock) return _attributes.ToDictionary(instrument => instrument.Key, instrument => string.Join(", ", instrument.Value));
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var attributes = string.Join(", ", tags.ToArray().Select(tag => $"{tag.Key.Replace("actorinference.", "", StringComparison.Ordinal)}={tag.Value}").Order(StringComparer.Ordinal));
        lock (_lock)
        {
            _measured.Add(new(instrument.Name, instrument.IsObservable, value, attributes));
            if (!_attributes.TryGetValue(instrument.Name, out var known)) _attributes[instrument.Name] = known = new(StringComparer.Ordinal);
            foreach (var tag in tags) known.Add(tag.Key);
        }
    }

    private sealed record Measured(string Instrument, bool IsLevel, double Value, string Attributes)
    {
        public override string ToString() => $"{Value:0.######} {{{Attributes}}}";
    }
}
