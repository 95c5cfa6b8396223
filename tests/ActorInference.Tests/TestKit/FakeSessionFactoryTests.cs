namespace ActorInference.Tests.TestKit;

public sealed class FakeSessionFactoryTests
{
    private static readonly ModelSource Source = ModelSource.Memory(default);

    private readonly FakeSessionFactory _factory = new();

    [Fact]
    public void Devices_are_listed_and_opened_and_others_are_refused_with_what_is_there()
    {
        Assert.Equal(["cpu", "fake:0", "fake:1"], _factory.ListDevices().Select(report => report.Device.ToString()));
        Assert.All(_factory.ListDevices(), report => Assert.True(report.Usable));
        foreach (var device in _factory.Devices)
        {
            using var session = Open(device).Value;
            Assert.Equal(device, session.Device);
        }

        var refusal = Open(new("fake", 2)).Failure!;
        Assert.Equal(ErrorKind.DeviceLost, refusal.Kind);
        Assert.Equal("fake:2 is not there; there is cpu, fake:0, fake:1.", refusal.Message);
        Assert.Equal((4, 3), (_factory.OpenAttempts, _factory.Opened));
        _factory.AssertAtRest();
    }

    [Fact]
    public void Device_that_is_taken_away_cannot_be_opened_until_it_is_back()
    {
        var devices = _factory.Devices;
        _factory.Devices = [DeviceId.Cpu];
        Assert.Equal(ErrorKind.DeviceLost, Open(new("fake")).Failure!.Kind);
        _factory.Devices = devices;
        Assert.True(Open(new("fake")).Succeeded);
    }

    [Fact]
    public void Open_fails_and_throws_as_scripted_by_its_number_and_device()
    {
        var failure = new Failure(ErrorKind.OutOfMemory, "no memory.");
        _factory.OnOpen = (number, options) => number switch
        {
            2 => throw new FormatException("thrown"),
            _ => options.Device.Kind == "fake" ? failure : null,
        };
        Assert.Same(failure, Open(new("fake")).Failure);
        Assert.Throws<FormatException>(() => Open(DeviceId.Cpu));
        Assert.True(Open(DeviceId.Cpu).Succeeded);
        Assert.Equal((3, 1, 1), (_factory.OpenAttempts, _factory.Opened, _factory.OpenNow));
    }

    [Fact]
    public void Sessions_are_counted_until_they_are_disposed_be_it_twice()
    {
        var sessions = new[] { Open(DeviceId.Cpu).Value, Open(DeviceId.Cpu).Value };
        Assert.Equal([1, 2], _factory.Sessions.Select(session => session.Number));
        Assert.Equal(2, _factory.OpenNow);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(_factory.AssertAtRest);
        sessions[0].Dispose();
        sessions[0].Dispose();
        Assert.Equal(1, _factory.OpenNow);
        Assert.Equal([true, false], _factory.Sessions.Select(session => session.IsDisposed));
        sessions[1].Dispose();
        _factory.AssertAtRest();
    }

    [Fact]
    public void Session_keeps_the_model_and_the_lanes_it_was_opened_with()
    {
        _factory.AllowsConcurrentRuns = false;
        var first = Open(DeviceId.Cpu).Value;
        _factory.AllowsConcurrentRuns = true;
        _factory.ModelFor = source => source.Name == "other" ? FakeModel.Affine(1, 0, "float32 [8,3]") : FakeModel.Default;
        var other = _factory.Open(ModelSource.Memory(default, "other"), new()).Value;
        Assert.Equal("x: float32 [N,4]", first.Signature.Inputs[0].ToString());
        Assert.Equal("y: float32 [8,3]", other.Signature.Outputs[0].ToString());
        Assert.False(first.AllowsConcurrentRuns);
        Assert.True(other.AllowsConcurrentRuns);
    }

    [Theory]
    [InlineData("x: float32 [N,4]")]
    [InlineData("ids: int64 [?,16]")]
    [InlineData("s: string []")]
    [InlineData("y: float16 [...]")]
    public void Signatures_are_written_as_they_are_printed(string text)
    {
        Assert.Equal(text, FakeSignature.Of([text], []).Inputs[0].ToString());
        Assert.Equal(text, FakeSignature.Of([], [text]).Outputs[0].ToString());
    }

    [Theory]
    [InlineData("float32 [N,4]")]
    [InlineData("x: float33 [N,4]")]
    [InlineData("x: float32")]
    public void Signature_that_is_none_is_refused(string text) => Assert.Throws<FormatException>(() => FakeSignature.Of([text], []));

    private Outcome<ISession> Open(DeviceId device) => _factory.Open(Source, new() { Device = device });
}
