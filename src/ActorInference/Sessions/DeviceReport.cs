namespace ActorInference;

/// <summary>Whether a kind of device can be used on this machine, found out by trying.</summary>
/// <param name="Device">The device.</param>
/// <param name="Provider">The execution provider that serves it, by its ONNX Runtime name.</param>
/// <param name="Usable">Whether a tiny model ran on it.</param>
/// <param name="Detail">What it is when usable, else why not and what is missing.</param>
public sealed record DeviceReport(DeviceId Device, string Provider, bool Usable, string Detail);
