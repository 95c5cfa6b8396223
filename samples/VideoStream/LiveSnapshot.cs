namespace VideoStream;

/// <summary>How the run is at one moment; rates are a second's.</summary>
/// <param name="Source">What people call the source.</param>
/// <param name="Device">Where the model runs, and its plan.</param>
/// <param name="Incoming">Frames that came, a second.</param>
/// <param name="Shown">Frames that were shown, a second.</param>
/// <param name="Dropping">Frames that were dropped, a second: others were newer.</param>
/// <param name="ShownInAll">Frames shown so far.</param>
/// <param name="DroppedInAll">Frames dropped so far.</param>
/// <param name="FailedInAll">Frames that failed so far.</param>
/// <param name="Latency">Milliseconds from the source to the viewers, of the newest frame.</param>
/// <param name="Viewers">Pages that are open.</param>
internal sealed record LiveSnapshot(
    string Source, string Device, double Incoming, double Shown, double Dropping, long ShownInAll, long DroppedInAll, long FailedInAll, double Latency, int Viewers);
