using System.Reflection;
using System.Runtime.Serialization;
using Dimension = ActorInference.Dimension;

namespace ActorInference.Akka.Tests.Wire;

/// <summary>What goes over the wire comes out as it went in, and anything else is an error.</summary>
[Collection(nameof(Alone))]
public sealed class WireSerializerTests : IClassFixture<Wires>, IDisposable
{
    private static readonly ModelSignature Optional = new([new("x", new TensorType(ElementType.Float32, null))], [new("y", new OptionalType(new TensorType(ElementType.Float32, null))), new("z", new TensorType(ElementType.Float32, null))], []);

    private readonly Wires _wires;
    private readonly long _rented = TensorPool.Shared.RentedCount;

    public WireSerializerTests(Wires wires) => _wires = wires;

    public static TheoryData<string> Kinds => [.. Values.All().Select(value => value.Name)];

    public void Dispose() => Assert.Equal(_rented, TensorPool.Shared.RentedCount);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Request_with_any_value_comes_out_as_it_went_in(string kind)
    {
        using var value = Values.All().First(candidate => candidate.Name == kind).Make();
        var options = new PredictionOptions { Priority = Priority.Low, Deadline = TimeSpan.FromMilliseconds(12.3456), WhenFull = WhenFull.DropOldest };
        var request = new PredictRequest(Guid.NewGuid(), [new("ein Name", value), new("x", value)], options);
        var back = _wires.Through(request);
        Assert.Equal((request.Id, request.Options), (back.Id, back.Options));
        Assert.Equal(["ein Name", "x"], back.Inputs.Select(input => input.Name));
        Assert.All(back.Inputs, input => Assert.Equal(Values.Text(value), Values.Text(input.Value)));
        back.Release();
    }

    [Fact]
    public void Prediction_comes_out_with_its_times_and_without_what_was_absent()
    {
        using var prediction = Wires.Predict(Optional, _ => new Dictionary<string, Value?> { ["z"] = Tensor.From([1f, 2f], [2]) });
        var id = Guid.NewGuid();
        var back = _wires.Through(new PredictReply(id, prediction));
        using var same = back.Outcome.Value;
        Assert.Equal((id, prediction.Timing), (back.Id, same.Timing));
        Assert.Equal(["y", "z"], same.Names);
        Assert.Equal(["absent", Values.Text(prediction["z"])], [Values.Text(same["y"]), Values.Text(same["z"])]);
    }

    [Fact]
    public void Failure_of_every_kind_comes_out_as_it_went_in()
    {
        foreach (var kind in Enum.GetValues<ErrorKind>())
        {
            Assert.Equal(new Failure(kind, "why, in wörds."), _wires.Through(new PredictReply(Guid.NewGuid(), new Failure(kind, "why, in wörds."))).Outcome.Failure);
            var hinted = new Failure(kind, "") { RetryAfter = TimeSpan.FromTicks(7) };
            Assert.Equal(hinted, _wires.Through(new PredictReply(Guid.NewGuid(), hinted)).Outcome.Failure);
        }
    }

    [Fact]
    public void Every_message_that_has_a_form_is_bound_to_our_serializer()
    {
        // One that is not goes as JSON, and nothing tells.
        var formats = typeof(WireSerializer).Assembly.GetType("ActorInference.Akka.Wire.Formats.MessageFormats", throwOnError: true)!.GetField("ByType", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;
        using var system = global::Akka.Actor.ActorSystem.Create("bound", AkkaConfiguration.Reference);
        var types = ((System.Collections.IDictionary)formats).Keys.Cast<Type>().ToList();
        Assert.NotEmpty(types);
        Assert.All(types.Where(type => type.Name != "StreamElement"), type => Assert.IsType<WireSerializer>(system.Serialization.FindSerializerForType(type))); // which goes in parts
    }

    [Fact]
    public void Other_messages_come_out_as_they_went_in()
    {
        var cancel = new CancelRequest(Guid.NewGuid());
        Assert.Equal(cancel, _wires.Through(cancel));
        Assert.Same(DescribeModel.Instance, _wires.Through(DescribeModel.Instance));
    }

    [Fact]
    public void Description_comes_out_with_every_type_of_a_signature()
    {
        ValueSpec[] specs =
        [
            new("a", new TensorType(ElementType.Float16, [Dimension.Free("N"), Dimension.Fixed(3), Dimension.Free(), Dimension.Fixed(0)])),
            new("b", new TensorType(ElementType.String, null)),
            new("c", new SequenceType(new MapType(ElementType.Int64, new TensorType(ElementType.Float32, [])))),
            new("d", new OptionalType(new SequenceType(new UnsupportedType("sparse")))),
        ];
        var description = new ModelDescription("a model", new(specs, [specs[2]], [specs[0]]), ["c"], 17);
        var back = _wires.Through(description);
        Assert.Equal(("a model", 17, description.Signature.ToString()), (back.Model, back.Capacity, back.Signature.ToString()));
        Assert.Equal(["c"], back.Outputs);
    }

    [Fact]
    public void Manifests_and_number_never_change()
    {
        Assert.Equal(16_713, _wires.Serializer.Identifier);
        using var value = Tensor.From([1f], [1]);
        object[] messages = [new PredictRequest(Guid.Empty, [new("x", value)], new()), new PredictReply(Guid.Empty, new Failure(ErrorKind.Internal, "")), new CancelRequest(Guid.Empty), DescribeModel.Instance];
        Assert.Equal(["predict", "reply", "cancel", "describe"], messages.Select(_wires.Serializer.Manifest));
        Assert.Equal("01" + new string('0', 32), Convert.ToHexString(_wires.Write(messages[2])));
        Assert.Equal("01" + new string('0', 32) + "0100" + "00" + "01000000" + "01000000" + "78" + "010101" + "0100000000000000" + "0000803F", Convert.ToHexString(_wires.Write(messages[0])));
    }

    [Fact]
    public void Tensor_that_was_disposed_cannot_be_written()
    {
        var value = Tensor.From([1f], [1]);
        value.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _wires.Write(new PredictRequest(Guid.Empty, [new("x", value)], new())));
    }

    [Fact]
    public void Message_cut_at_any_place_is_an_error_and_leaves_nothing_rented()
    {
        foreach (var (manifest, bytes) in Samples())
        {
            for (var length = 0; length < bytes.Length; length++) AssertDamaged(bytes[..length], manifest);
            AssertDamaged([.. bytes, 0], manifest);
            Read(bytes, manifest);
        }

        Assert.Equal(_rented, TensorPool.Shared.RentedCount);
    }

    [Fact]
    public void Message_with_any_byte_changed_is_a_message_or_an_error()
    {
        foreach (var (manifest, bytes) in Samples())
        {
            for (var i = 0; i < bytes.Length; i++)
            {
                var kept = bytes[i];
                foreach (var change in new byte[] { 0x01, 0x80, 0xFF, 0x7F })
                {
                    bytes[i] = (byte)(kept ^ change);
                    ReadOrFail(bytes, manifest);
                }

                bytes[i] = kept;
            }
        }

        Assert.Equal(_rented, TensorPool.Shared.RentedCount);
    }

    [Fact]
    public void Random_bytes_are_an_error_and_allocate_no_more_than_a_little()
    {
        var random = new Random(4711);
        var bytes = new byte[200];
        string[] manifests = [.. Samples().Select(sample => sample.Manifest), "register", "status", "declined", "open", "ack", "aborted", "chunk"];
        var before = GC.GetAllocatedBytesForCurrentThread();
        const int Rounds = 20_000;
        for (var round = 0; round < Rounds; round++)
        {
            random.NextBytes(bytes);
            bytes[0] = 1;
            if (round % 2 == 0) bytes.AsSpan(random.Next(1, 200)).Clear(); // small counts go deeper
            ReadOrFail(bytes[..random.Next(200)], manifests[round % manifests.Length]);
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < Rounds * 64L * 1024);
        Assert.Equal(_rented, TensorPool.Shared.RentedCount);
    }

    [Fact]
    public void Message_of_another_version_says_so()
    {
        var bytes = _wires.Write(new CancelRequest(Guid.NewGuid()));
        bytes[0] = 2;
        Assert.Contains("it has version 2, and this node speaks version 1", Assert.Throws<SerializationException>(() => Read(bytes, "cancel")).Message, StringComparison.Ordinal);
        Assert.Contains("no kind of message 'predict2'", Assert.Throws<SerializationException>(() => Read(bytes, "predict2")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_lie_too_deep_inside_each_other_are_refused()
    {
        Value value = Tensor.From([1f], [1]);
        for (var i = 0; i < 100; i++) value = new SequenceValue([value]);
        var bytes = _wires.Write(new PredictRequest(Guid.Empty, [new("x", value)], new()));
        value.Dispose();
        Assert.Contains("64 deep", Assert.Throws<SerializationException>(() => Read(bytes, "predict")).Message, StringComparison.Ordinal);
    }

    private List<(string Manifest, byte[] Bytes)> Samples()
    {
        var samples = new List<(string, byte[])>();
        foreach (var (_, make) in Values.All().Where(value => !value.Name.Contains("300,000", StringComparison.Ordinal) && value.Name != "strings"))
        {
            using var value = make();
            samples.Add(("predict", _wires.Write(new PredictRequest(Guid.NewGuid(), [new("x", value)], new() { Deadline = TimeSpan.FromSeconds(1) }))));
        }

        using var prediction = Wires.Predict(Optional, _ => new Dictionary<string, Value?> { ["z"] = Tensor.From([1f, 2f], [2]) });
        samples.Add(("reply", _wires.Write(new PredictReply(Guid.NewGuid(), prediction))));
        samples.Add(("reply", _wires.Write(new PredictReply(Guid.NewGuid(), new Failure(ErrorKind.Overloaded, "full.") { RetryAfter = TimeSpan.FromSeconds(1) }))));
        samples.Add(("cancel", _wires.Write(new CancelRequest(Guid.NewGuid()))));
        samples.Add(("model", _wires.Write(new ModelDescription("m", Optional, ["y", "z"], 3))));
        return samples;
    }

    private void AssertDamaged(byte[] bytes, string manifest) => Assert.Throws<SerializationException>(() => Read(bytes, manifest));

    private void ReadOrFail(byte[] bytes, string manifest)
    {
        try
        {
            Read(bytes, manifest);
        }
        catch (SerializationException)
        {
            // The one way in which it may end.
        }
    }

    private void Read(byte[] bytes, string manifest)
    {
        switch (_wires.Serializer.FromBinary(bytes, manifest))
        {
            case PredictRequest request:
                request.Release();
                break;
            case PredictReply { Outcome: { Succeeded: true } outcome }:
                outcome.Value.Dispose();
                break;
        }
    }
}
