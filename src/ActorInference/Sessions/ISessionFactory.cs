namespace ActorInference;

/// <summary>Opens sessions, and knows which devices this machine has.</summary>
public interface ISessionFactory
{
    /// <summary>The name and version of what runs the models, such as <c>ONNX Runtime 1.30.0</c>.</summary>
    string Runtime { get; }

    /// <summary>Every kind of device that the runtime knows, tried one by one: usable, or why not.</summary>
    IReadOnlyList<DeviceReport> ListDevices();

    /// <summary>Loads a model. The caller owns the session. No fallback to another device, ever.</summary>
    Outcome<ISession> Open(ModelSource model, SessionOptions options);
}
