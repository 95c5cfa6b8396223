using System.Globalization;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace ActorInference.Akka.Tests.Wire;

/// <summary>Messages between two actor systems over loopback, large ones in chunks.</summary>
[Collection(nameof(Alone))]
public sealed class TransferTests : IDisposable
{
    private readonly long _rented = TensorPool.Shared.RentedCount;
    private readonly List<ActorSystem> _systems = [];

    public void Dispose() => Task.Run(CleanUp).GetAwaiter().GetResult();

    private async Task CleanUp()
    {
        foreach (var system in _systems) await Stop(system);
        await Until.True(() => TensorPool.Shared.RentedCount == _rented, "tensors given back");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16_300)]
    [InlineData(16_384)]
    [InlineData(16_400)]
    [InlineData(1_000_000)]
    [InlineData(5_000_001)]
    public async Task Message_of_any_length_arrives_once_and_its_tensor_is_free_at_once(int elements)
    {
        var (one, other) = (Start(), Start());
        var inbox = new Inbox(other);
        var input = Numbers(elements, 7);
        var request = new PredictRequest(Guid.NewGuid(), [new("x", input)], new() { Priority = Priority.High });
        var self = new Inbox(one);
        Assert.Null(WireExtension.For(one).Tell(inbox.SeenFrom(one), request, self.Actor));
        input.Span<float>().Fill(-1);
        input.Dispose();
        var (message, sender) = await inbox.Next();
        var got = Assert.IsType<PredictRequest>(message);
        Assert.Equal((request.Id, request.Options), (got.Id, got.Options));
        AssertNumbers(elements, 7, (Tensor)got.Inputs[0].Value);
        Assert.Equal(self.Actor.Path.Name, sender.Path.Name);

        WireExtension.For(other).Reply(sender, new PredictReply(got.Id, Wires.Predict(new([new("x", new TensorType(ElementType.Float32, null))], [new("y", new TensorType(ElementType.Float32, null))], []), _ => new Dictionary<string, Value?> { ["y"] = Numbers(elements, 9) })), inbox.Actor);
        got.Release();
        var reply = Assert.IsType<PredictReply>((await self.Next()).Message);
        using (var prediction = reply.Outcome.Value) AssertNumbers(elements, 9, prediction.Tensor);
        Assert.Equal((0, 0), (inbox.Waiting, self.Waiting));
    }

    [Fact]
    public async Task Large_messages_arrive_in_the_order_they_were_told_and_small_ones_do_not_wait_for_them()
    {
        var (one, other) = (Start(), Start());
        var inbox = new Inbox(other);
        var target = inbox.SeenFrom(one);
        const int Messages = 20;
        for (var i = 0; i < Messages; i++) Tell(one, target, 1_000_000, i);
        WireExtension.For(one).Tell(target, new CancelRequest(Guid.Empty), ActorRefs.NoSender);
        var order = new List<int>();
        var small = -1;
        while (order.Count < Messages || small < 0)
        {
            var (message, _) = await inbox.Next();
            if (message is CancelRequest) small = order.Count;
            else order.Add(Take(message));
        }

        Assert.Equal(Enumerable.Range(0, Messages), order);
        Assert.InRange(small, 0, Messages - 1);
    }

    [Fact]
    public async Task Message_that_is_too_large_is_refused_where_it_is_told()
    {
        var (one, other) = (Start("akka.actorinference.wire.max-message-size = 100KiB"), Start());
        var inbox = new Inbox(other);
        using var input = Numbers(100_000, 0);
        var failure = WireExtension.For(one).Tell(inbox.SeenFrom(one), new PredictRequest(Guid.NewGuid(), [new("x", input)], new()), ActorRefs.NoSender);
        Assert.Equal(ErrorKind.InvalidInput, failure!.Kind);
        Assert.Contains("max-message-size", failure.Message, StringComparison.Ordinal);
        var gone = Numbers(4, 0);
        gone.Dispose();
        Assert.Equal(ErrorKind.InvalidInput, WireExtension.For(one).Tell(inbox.SeenFrom(one), new PredictRequest(Guid.NewGuid(), [new("x", gone)], new()), ActorRefs.NoSender)!.Kind);
        Tell(one, inbox.SeenFrom(one), 1000, 3);
        Assert.Equal(3, Take((await inbox.Next()).Message));
    }

    [Fact]
    public void Tensor_that_has_no_form_on_the_wire_is_refused_where_it_is_told()
    {
        var (one, other) = (Start(), Start());
        var dimensions = new long[300];
        Array.Fill(dimensions, 1);
        using var input = Tensor.From([1f], new TensorShape(dimensions));
        var failure = WireExtension.For(one).Tell(new Inbox(other).SeenFrom(one), new PredictRequest(Guid.NewGuid(), [new("x", input)], new()), ActorRefs.NoSender);
        Assert.Equal((ErrorKind.InvalidInput, "A tensor of rank 300 has no form on the wire; 255 is the most."), (failure!.Kind, failure.Message));
    }

    [Fact]
    public async Task Cancel_goes_behind_its_own_request_and_past_others()
    {
        const string Patient = "akka.actorinference.wire { max-assembly-size = 1B, transfer-timeout = 1m }";
        var (one, other) = (StartSender(), Start(Patient));
        var inbox = new Inbox(other);
        var wire = await one.ActorSelection(new RootActorPath(Address(other)) / "system" / "actorinference-wire").ResolveOne(Until.Limit);
        wire.Tell(new Damage("open", [1, .. new byte[16], .. BitConverter.GetBytes(17L), .. BitConverter.GetBytes(2), .. new byte[12]]), new Inbox(one).Actor); // in their way
        var third = Start(Patient);
        var (target, self) = (inbox.SeenFrom(third), new Inbox(third).Actor);
        Guid[] ids = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
        for (var i = 0; i < 3; i++)
        {
            using var input = Numbers(100_000, i);
            Assert.Null(WireExtension.For(third).Tell(target, new PredictRequest(ids[i], [new("x", input)], new()), self));
        }

        foreach (var i in new[] { 1, 0, 3 }) Assert.Null(WireExtension.For(third).Tell(target, new CancelRequest(ids[i]), self));
        Assert.Equal(new CancelRequest(ids[3]), (await inbox.Next()).Message);
        await Stop(one);
        var order = new List<object>();
        while (order.Count < 5)
        {
            var (message, sender) = await inbox.Next();
            Assert.Equal(self.Path.Name, sender.Path.Name);
            order.Add(message is CancelRequest ? message : Take(message));
        }

        Assert.Equal([0, 1, 2], order.OfType<int>());
        for (var i = 0; i < 2; i++) Assert.True(order.IndexOf(new CancelRequest(ids[i])) > order.IndexOf(i));
    }

    [Fact]
    public async Task Message_that_the_receiver_does_not_take_holds_up_nobody()
    {
        var (one, other) = (Start(), Start("akka.actorinference.wire.max-message-size = 100KiB"));
        var inbox = new Inbox(other);
        Tell(one, inbox.SeenFrom(one), 100_000, 1);
        Tell(one, inbox.SeenFrom(one), 20_000, 2);
        Assert.Equal(2, Take((await inbox.Next()).Message));
    }

    [Fact]
    public async Task Messages_of_many_nodes_are_put_together_one_after_the_other_when_there_is_room_for_one()
    {
        var other = Start("akka.actorinference.wire.max-assembly-size = 1B");
        var inbox = new Inbox(other);
        var senders = Enumerable.Range(0, 4).Select(_ => Start()).ToList();
        foreach (var sender in senders)
        {
            for (var i = 0; i < 5; i++) Tell(sender, inbox.SeenFrom(sender), i % 2 == 0 ? 300_000 : 30_000, i); // also such that are there before there is room
        }

        var got = new List<int>();
        while (got.Count < 20) got.Add(Take((await inbox.Next()).Message));
        Assert.Equal(4, got.Count(i => i == 4));
    }

    [Fact]
    public async Task Message_to_an_actor_that_is_not_there_gives_its_memory_back()
    {
        var (one, other) = (Start(), Start());
        var inbox = new Inbox(other);
        var target = inbox.SeenFrom(one);
        await inbox.Actor.GracefulStop(Until.Limit);
        Tell(one, target, 10, 1);
        Tell(one, target, 1_000_000, 2);
        var witness = new Inbox(other);
        Tell(one, witness.SeenFrom(one), 1_000_000, 3); // after those
        Assert.Equal(3, Take((await witness.Next()).Message));
        await Until.True(() => TensorPool.Shared.RentedCount == _rented, "tensors given back");
    }

    [Fact]
    public async Task Damaged_message_is_dropped_and_the_connection_goes_on()
    {
        var (one, other) = (StartSender(), Start());
        var inbox = new Inbox(other);
        var target = inbox.SeenFrom(one);
        var good = new Damage("cancel", [1, .. new byte[16]]);
        foreach (var damage in new[] { new Damage("predict", [1, 2, 3]), new Damage("nothing", [1]), new Damage("cancel", []), new Damage("chunk", [1]), new Damage("cancel", [9, .. new byte[16]]) })
        {
            target.Tell(damage);
            target.Tell(good);
            Assert.IsType<CancelRequest>((await inbox.Next()).Message);
        }
    }

    [Fact]
    public async Task Chunks_that_do_not_fit_together_are_answered_and_nothing_is_delivered()
    {
        var (one, other) = (StartSender(), Start("akka.actorinference.wire.chunks-ahead = 2"));
        var inbox = new Inbox(other);
        var self = new Inbox(one);
        var wire = one.ActorSelection(new RootActorPath(Address(other)) / "system" / "actorinference-wire");
        var id = Guid.NewGuid();
        byte[] cancel = [1, .. id.ToByteArray()];

        // In order, as announced: delivered.
        Send(Open(17, 2), Chunk(0, cancel[..10]), Chunk(1, cancel[10..]));
        Assert.Equal(new CancelRequest(id), (await inbox.Next()).Message);
        Assert.Equal(["ack", "ack"], [(await self.Hear()).Manifest, (await self.Hear()).Manifest]);

        await AssertAborted("chunk 1 came where 0 was due", Open(17, 2), Chunk(1, cancel[10..]));
        await AssertAborted("more came than was announced", Open(17, 2), Chunk(0, [.. cancel, 0]));
        await AssertAborted("less came than was announced", Open(17, 2), Chunk(0, cancel[..10]), Chunk(1, cancel[10..16]));
        await AssertAborted("are not taken here", Open(1L << 40, 2));
        await AssertAborted("are not taken here", Open(17, 0));
        await AssertAborted("are not taken here", Open(-1, 1));
        await AssertAborted("no kind of message", Open(17, 2, "what"), Chunk(0, cancel[..10]), Chunk(1, cancel[10..]));
        await AssertAborted("its end", Open(18, 2), Chunk(0, cancel[..10]), Chunk(1, [.. cancel[10..], 0]));
        await AssertAborted("its beginning never came", Chunk(0, cancel));
        Send(Open(17, 2), Open(17, 1), Chunk(0, cancel)); // begun anew
        Assert.Equal(new CancelRequest(id), (await inbox.Next()).Message);
        Assert.Equal(0, inbox.Waiting);

        void Send(params Damage[] messages)
        {
            foreach (var message in messages) wire.Tell(message, self.Actor);
        }

        async Task AssertAborted(string reason, params Damage[] messages)
        {
            Send(messages);
            Heard heard;
            do heard = await self.Hear();
            while (heard.Manifest == "ack");
            Assert.Equal("aborted", heard.Manifest);
            Assert.Contains(reason, Encoding.UTF8.GetString(heard.Bytes), StringComparison.Ordinal);
        }

        Damage Open(long length, int chunks, string manifest = "cancel") => new(
            "open", [1, .. id.ToByteArray(), .. BitConverter.GetBytes(length), .. BitConverter.GetBytes(chunks), .. Text(manifest), .. Text(inbox.Actor.Path.ToSerializationFormatWithAddress(Address(other))), .. Text("")]);

        Damage Chunk(int index, byte[] part) => new("chunk", [1, .. id.ToByteArray(), .. BitConverter.GetBytes(index), .. part]);

        static byte[] Text(string text) => [.. BitConverter.GetBytes(text.Length), .. Encoding.UTF8.GetBytes(text)];
    }

    [Fact]
    public async Task Transfer_that_stands_is_given_up_and_makes_room()
    {
        var (one, other) = (StartSender(), Start("akka.actorinference.wire { max-assembly-size = 1B, transfer-timeout = 300ms, tries = 100 }"));
        var inbox = new Inbox(other);
        var self = new Inbox(one);
        var wire = one.ActorSelection(new RootActorPath(Address(other)) / "system" / "actorinference-wire");
        wire.Tell(new Damage("open", [1, .. new byte[16], .. BitConverter.GetBytes(17L), .. BitConverter.GetBytes(2), .. new byte[12]]), self.Actor);
        var third = Start();
        Tell(third, inbox.SeenFrom(third), 100_000, 5);
        Assert.Equal(5, Take((await inbox.Next()).Message));
        Assert.Equal("aborted", (await self.Hear()).Manifest);
    }

    [Fact]
    public async Task Transfer_that_waits_for_room_is_patient()
    {
        const string Quick = "akka.actorinference.wire { max-assembly-size = 1B, transfer-timeout = 1s, tries = 1 }";
        var (one, other) = (StartSender(), Start(Quick));
        var inbox = new Inbox(other);
        var self = new Inbox(one);
        var wire = one.ActorSelection(new RootActorPath(Address(other)) / "system" / "actorinference-wire");
        var id = Guid.NewGuid().ToByteArray();
        wire.Tell(new Damage("open", [1, .. id, .. BitConverter.GetBytes(1000L), .. BitConverter.GetBytes(1000), .. new byte[12]]), self.Actor); // a byte at a time
        var third = Start(Quick);
        var chunk = 0;
        await SendSome();
        Tell(third, inbox.SeenFrom(third), 100_000, 5);
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(2.5)) await SendSome(); // longer than the timeout, and it does stand in the way
        Assert.Equal(0, inbox.Waiting);
        Assert.Equal(5, Take((await inbox.Next()).Message)); // now that the first stands still

        async Task SendSome()
        {
            wire.Tell(new Damage("chunk", [1, .. id, .. BitConverter.GetBytes(chunk++), 7]), self.Actor);
            Assert.Equal("ack", (await self.Hear()).Manifest);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    [Fact]
    public async Task Transfer_of_a_node_that_is_gone_makes_room()
    {
        var (one, other) = (StartSender(), Start("akka.actorinference.wire.max-assembly-size = 1B"));
        var inbox = new Inbox(other);
        var wire = await one.ActorSelection(new RootActorPath(Address(other)) / "system" / "actorinference-wire").ResolveOne(Until.Limit);
        wire.Tell(new Damage("open", [1, .. new byte[16], .. BitConverter.GetBytes(17L), .. BitConverter.GetBytes(2), .. new byte[12]]), new Inbox(one).Actor);
        var third = Start();
        Tell(third, inbox.SeenFrom(third), 100_000, 5);
        await Stop(one);
        Assert.Equal(5, Take((await inbox.Next()).Message));
    }

    [Theory]
    [InlineData(1, "{0} is gone: 1 message for that node given up")]
    [InlineData(2, "{0} is gone: 2 messages for that node given up")]
    public async Task Messages_for_a_node_that_is_gone_are_given_up_with_a_warning(int messages, string words)
    {
        var (one, other) = (StartSender(), Start("akka.actorinference.wire.max-assembly-size = 1B"));
        var (inbox, target) = (new Inbox(other), Address(other));
        var wire = await one.ActorSelection(new RootActorPath(target) / "system" / "actorinference-wire").ResolveOne(Until.Limit);
        wire.Tell(new Damage("open", [1, .. new byte[16], .. BitConverter.GetBytes(17L), .. BitConverter.GetBytes(2), .. new byte[12]]), new Inbox(one).Actor); // takes the room
        var third = Start("akka { loglevel = WARNING, loggers = [], remote.watch-failure-detector { heartbeat-interval = 200ms, acceptable-heartbeat-pause = 1s, unreachable-nodes-reaper-interval = 200ms } }");
        var log = new Inbox(third);
        third.EventStream.Subscribe(log.Actor, typeof(Warning));
        for (var i = 0; i < messages; i++) Tell(third, inbox.SeenFrom(third), 100_000, i);
        await Stop(other);
        var told = string.Format(CultureInfo.InvariantCulture, words, target);
        while ($"{((Warning)(await log.Next()).Message).Message}" != told)
        {
        }
    }

    private static Tensor Numbers(int elements, int first)
    {
        var tensor = Tensor.Allocate(ElementType.Float32, [1, elements]);
        var span = tensor.Span<float>();
        for (var i = 0; i < span.Length; i++) span[i] = first + i;
        return tensor;
    }

    private static void AssertNumbers(int elements, int first, Tensor tensor)
    {
        Assert.Equal(elements, tensor.Shape[^1]);
        var span = tensor.Span<float>();
        for (var i = 0; i < span.Length; i++)
        {
            if (span[i] != first + i) Assert.Fail($"element {i} is {span[i]}");
        }
    }

    private static void Tell(ActorSystem system, IActorRef target, int elements, int first)
    {
        using var input = Numbers(elements, first);
        Assert.Null(WireExtension.For(system).Tell(target, new PredictRequest(Guid.NewGuid(), [new("x", input)], new()), ActorRefs.NoSender));
    }

    private static int Take(object message)
    {
        var request = Assert.IsType<PredictRequest>(message);
        var first = (int)((Tensor)request.Inputs[0].Value).Span<float>()[0];
        request.Release();
        return first;
    }

    private static Address Address(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress;

    private ActorSystem Start(string settings = "") => Add(ConfigurationFactory.ParseString($"{settings}\nakka.actor.provider = remote").WithFallback(ClusterSystem.Configuration(ClusterNode.Role)));

    // A system without our serializer.
    private ActorSystem StartSender() => Add(ConfigurationFactory.ParseString($$"""
        akka { actor.provider = remote, loglevel = OFF, stdout-loglevel = OFF, remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 } }
        {{DamagingSerializer.Configuration}}
        """));

    private ActorSystem Add(Config config)
    {
        var system = ActorSystem.Create("wires", config);
        _systems.Add(system);
        return system;
    }

    private static async Task Stop(ActorSystem system)
    {
        await system.Terminate().WaitAsync(Until.Limit);
        system.Dispose();
    }
}
