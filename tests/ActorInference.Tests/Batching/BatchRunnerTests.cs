using ActorInference.Tests.Formats;

namespace ActorInference.Tests.Batching;

[Collection(SharedPoolCollection.Name)]
public sealed class BatchRunnerTests : IDisposable
{
    private readonly long _rented = TensorPool.Shared.RentedCount;
    private readonly FakeSessionFactory _factory = new();
    private readonly TestPolicy _policy = new();
    private readonly List<TestItem> _items = [];
    private ISession? _session;
    private BatchRunner? _runner;

    public void Dispose()
    {
        foreach (var item in _items) item.Dispose();
        _runner?.Dispose();
        _session?.Dispose();
        _factory.AssertAtRest();
        Assert.Equal(_rented, TensorPool.Shared.RentedCount);
    }

    [Fact]
    public void Batch_is_one_run_and_each_item_gets_its_rows()
    {
        _items.AddRange([Item(1, 2), Item(3), Item(4, 5, 6)]);
        Run();
        Assert.Equal([1, 2, 3, 4, 5, 6], Assert.Single(_factory.Runs).Firsts);
        Assert.Equal([3, 5], Firsts(_items[0]));
        Assert.Equal([7], Firsts(_items[1]));
        Assert.Equal([9, 11, 13], Firsts(_items[2]));
        Assert.All(_items, item => Assert.Equal(6, item.BatchRows));
        Assert.All(_items, item => Assert.Null(_policy.Ends[item]));
        Assert.Equal(1, _policy.Starts);
    }

    [Fact]
    public void Batch_joins_and_cuts_each_of_several_inputs_and_outputs_of_any_type()
    {
        _factory.Model = new(FakeSignature.Of(["a: uint8 [N,3]", "b: float64 [N]"], ["b: float64 [N]", "a: uint8 [N,3]"]), inputs => new Dictionary<string, Value?>
        {
            ["a"] = ((Tensor)inputs["a"]).Clone(),
            ["b"] = ((Tensor)inputs["b"]).Clone(),
        });
        for (byte i = 0; i < 4; i++)
        {
            _items.Add(new([new("b", Tensor.From([i / 2.0], [1])), new("a", Tensor.From([i, (byte)(i + 10), (byte)(i + 20)], [1, 3]))]));
        }

        Run("a", "b");
        for (byte i = 0; i < 4; i++)
        {
            Assert.Equal([i, (byte)(i + 10), (byte)(i + 20)], _items[i].Output<byte>(0));
            Assert.Equal([i / 2.0], _items[i].Output<double>(1));
            Assert.Equal(new TensorShape(1, 3), ((Tensor)_items[i].Outputs![0]!).Shape);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(2, 2)]
    [InlineData(8, 1)]
    public void Batch_is_padded_where_the_model_has_a_fixed_one_and_results_of_padding_are_dropped(int count, int rows)
    {
        _factory.Model = FakeModel.Affine(2, 1, "float32 [8,4]");
        for (var i = 0; i < count; i++) _items.Add(Item([.. Enumerable.Range(10 * i, rows).Select(first => (float)first)]));
        Run();
        var run = Assert.Single(_factory.Runs);
        Assert.Equal(8, run.Rows);
        Assert.All(run.Firsts.Skip(count * rows), first => Assert.Equal(0, first)); // the first row again, not whatever lay in memory
        for (var i = 0; i < count; i++) Assert.Equal([.. Enumerable.Range(10 * i, rows).Select(first => (2f * first) + 1)], Firsts(_items[i]));
        Assert.All(_items, item => Assert.Equal(count * rows, item.BatchRows));
    }

    [Fact]
    public void Single_item_is_run_on_its_own_memory()
    {
        _items.Add(Item(1));
        var seen = RunAndSeeAddress();
        Assert.Equal(Input(_items[0]).Memory.Address, seen);
    }

    [Theory]
    [InlineData("float32 [N,4]", 3)]
    [InlineData("float32 [4,4]", 4)]
    public void Items_that_lie_side_by_side_are_one_batch_without_a_copy(string type, int count)
    {
        _factory.Model = FakeModel.Affine(2, 1, type);
        AddSideBySide(count);
        var seen = RunAndSeeAddress();
        Assert.Equal(Input(_items[0]).Memory.Address, seen);
        for (var i = 0; i < count; i++) Assert.Equal([(2 * i) + 1], Firsts(_items[i]));
    }

    [Theory]
    [InlineData("float32 [N,4]", true)] // in another order
    [InlineData("float32 [8,4]", false)] // too few for a fixed batch
    public void Items_that_only_seem_to_lie_side_by_side_are_copied(string type, bool reversed)
    {
        _factory.Model = FakeModel.Affine(2, 1, type);
        AddSideBySide(3);
        var addresses = _items.Select(item => Input(item).Memory.Address).ToArray();
        if (reversed) _items.Reverse();
        var seen = RunAndSeeAddress();
        Assert.DoesNotContain(seen, addresses);
        Assert.All(_items, item => Assert.Equal([(2 * Input(item).Span<float>()[0]) + 1], Firsts(item)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0, 1)]
    [InlineData(3)]
    [InlineData(7, 12, 15)]
    [InlineData(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)]
    public void Exactly_the_poisoned_items_of_a_batch_fail(params int[] poisoned)
    {
        for (var i = 0; i < 16; i++) _items.Add(Item(poisoned.Contains(i) ? float.NaN : i));
        Run();
        for (var i = 0; i < 16; i++)
        {
            Assert.Equal(poisoned.Contains(i) ? _factory.PoisonFailure : null, _policy.Ends[_items[i]]);
            if (!poisoned.Contains(i)) Assert.Equal([(2 * i) + 1], Firsts(_items[i]));
        }
    }

    [Fact]
    public void One_poisoned_item_costs_twice_as_many_runs_as_halving_takes()
    {
        for (var i = 0; i < 16; i++) _items.Add(Item(i == 5 ? float.NaN : i));
        Run();
        Assert.Equal(9, _factory.Runs.Count); // 16; 8 + 8; 4 + 4; 2 + 2; 1 + 1
    }

    [Fact]
    public void Batch_fails_as_a_whole_when_the_policy_says_that_it_is_no_items_fault()
    {
        _policy.Splits = false;
        for (var i = 0; i < 4; i++) _items.Add(Item(i == 2 ? float.NaN : i));
        Run();
        Assert.Single(_factory.Runs);
        Assert.All(_items, item => Assert.Equal(_factory.PoisonFailure, _policy.Ends[item]));
    }

    [Fact]
    public void Items_that_have_left_before_the_run_fail_as_cancelled_and_are_not_run()
    {
        _items.AddRange([Item(1), Item(2), Item(3)]);
        _items[1].Leaves = () => true;
        Run();
        Assert.Equal([1, 3], Assert.Single(_factory.Runs).Firsts);
        Assert.Equal(ErrorKind.Cancelled, _policy.Ends[_items[1]]!.Kind);
        Assert.Null(_policy.Ends[_items[2]]);
    }

    [Fact]
    public void Nothing_is_run_when_everyone_has_left()
    {
        _items.AddRange([Item(1), Item(2)]);
        foreach (var item in _items) item.Leaves = () => true;
        Run();
        Assert.Empty(_factory.Runs);
        Assert.Equal(0, _policy.Starts);
        Assert.All(_items, item => Assert.Equal(ErrorKind.Cancelled, _policy.Ends[item]!.Kind));
    }

    [Fact]
    public void Items_that_leave_while_a_batch_is_split_are_not_run_again()
    {
        for (var i = 0; i < 4; i++) _items.Add(Item(i == 0 ? float.NaN : i));
        _items[3].Leaves = () => _factory.Runs.Count > 1;
        Run();
        Assert.Equal(ErrorKind.Cancelled, _policy.Ends[_items[3]]!.Kind);
        Assert.Null(_policy.Ends[_items[1]]);
        Assert.Null(_policy.Ends[_items[2]]);
    }

    [Fact]
    public async Task Terminate_ends_the_run_that_it_names_and_no_other()
    {
        _factory.Script = _ => FakeBehaviour.Block;
        _items.AddRange([Item(1), Item(2)]);
        var (session, runner) = Open("y");
        var first = runner.Begin();
        var running = OwnThread.Run(() => runner.Run(session, _items.ToArray(), _policy));
        _factory.WaitForBlocked();
        runner.Terminate(first + 1);
        runner.Terminate(first - 1);
        Assert.Single(_factory.Blocked);
        runner.Terminate(first);
        await running;
        Assert.All(_items, item => Assert.Equal(ErrorKind.Cancelled, _policy.Ends[item]!.Kind));
        Assert.Single(_factory.Runs); // a run that was told to end is not split

        _factory.Script = null;
        var again = Item(3);
        _items.Add(again);
        runner.Begin();
        runner.Terminate(first); // a late word for a run that is over
        runner.Run(session, [again], _policy);
        Assert.Null(_policy.Ends[again]);
    }

    [Fact]
    public void Terminate_between_Begin_and_Run_ends_the_run_before_it_starts()
    {
        _items.Add(Item(1));
        var (session, runner) = Open("y");
        runner.Terminate(runner.Begin());
        runner.Run(session, _items.ToArray(), _policy);
        Assert.Equal(ErrorKind.Cancelled, _policy.Ends[_items[0]]!.Kind);
    }

    [Fact]
    public void Wrong_batch_dimension_fails_the_batch_when_the_signature_promises_it()
    {
        _factory.Script = run => run.Rows > 1 ? FakeBehaviour.SucceedWithRows(1) : FakeBehaviour.Succeed;
        _items.AddRange([Item(1), Item(2)]);
        Run();
        Assert.Single(_factory.Runs);
        Assert.All(_items, item => Assert.Equal(
            new Failure(ErrorKind.SessionFailed, "output 'y' came back as float32 [1,4] for a batch of 2 rows; turn batching off for this model (batching = off in its manifest)."), _policy.Ends[item]));
    }

    [Fact]
    public void Wrong_batch_dimension_turns_batches_off_when_the_signature_left_it_open()
    {
        _factory.Model = FakeModel.Affine(2, 1, "float32 [?,4]");
        _factory.Script = run => run.Rows > 1 ? FakeBehaviour.SucceedWithRows(1) : FakeBehaviour.Succeed;
        _items.AddRange([Item(1), Item(2), Item(3)]);
        var (session, runner) = Open("y", out var layout);
        runner.Begin();
        runner.Run(session, _items.ToArray(), _policy);
        Assert.False(layout.AllowsBatches);
        for (var i = 0; i < 3; i++) Assert.Equal([(2 * (i + 1)) + 1], Firsts(_items[i]));
    }

    [Fact]
    public void Session_that_throws_fails_its_items_in_words()
    {
        _policy.Splits = false;
        _factory.Script = _ => FakeBehaviour.Throw(new InvalidOperationException("It broke."));
        _items.AddRange([Item(1), Item(2)]);
        Run();
        Assert.All(_items, item => Assert.Equal(new Failure(ErrorKind.SessionFailed, "the session threw InvalidOperationException: It broke."), _policy.Ends[item]));
    }

    [Fact]
    public void Session_that_throws_for_want_of_memory_fails_its_items_as_out_of_memory()
    {
        _policy.Splits = false;
#pragma warning disable CA2201 // It is what the platform throws.
        _factory.Script = _ => FakeBehaviour.Throw(new OutOfMemoryException());
#pragma warning restore CA2201
        _items.AddRange([Item(1), Item(2)]);
        Run();
        Assert.All(_items, item => Assert.Equal(new Failure(ErrorKind.OutOfMemory, "there is not enough memory for a batch of 2 rows."), _policy.Ends[item]));
    }

    [Fact]
    public void Empty_rows_are_joined_and_cut()
    {
        _factory.Model = FakeModel.Affine(2, 1, "float32 [N,0]");
        for (var i = 0; i < 3; i++) _items.Add(new([new("x", Tensor.Allocate(ElementType.Float32, [2, 0]))], 2));
        Run();
        Assert.Equal(6, Assert.Single(_factory.Runs).Rows);
        Assert.All(_items, item => Assert.Equal(new TensorShape(2, 0), ((Tensor)item.Outputs![0]!).Shape));
    }

    private static TestItem Item(params float[] firsts)
    {
        var x = Tensor.Allocate(ElementType.Float32, [firsts.Length, 4]);
        x.Span<float>().Clear();
        for (var i = 0; i < firsts.Length; i++) x.Span<float>()[4 * i] = firsts[i];
        return new([new("x", x)], firsts.Length);
    }

    private void AddSideBySide(int count)
    {
        var tensors = Tensor.AllocateSideBySide(ElementType.Float32, [1, 4], count);
        for (var i = 0; i < count; i++)
        {
            tensors[i].Span<float>().Fill(i);
            _items.Add(new([new("x", tensors[i])]));
        }
    }

    private static Tensor Input(TestItem item) => (Tensor)item.Inputs[0].Value;

    private static float[] Firsts(TestItem item) => [.. item.Output<float>().ToArray().Where((_, i) => i % 4 == 0)];

    private void Run(params string[] outputs)
    {
        var (session, runner) = Open(outputs is [] ? ["y"] : outputs);
        runner.Begin();
        runner.Run(session, _items.ToArray(), _policy);
    }

    // Where the input lay that the session was given.
    private nint RunAndSeeAddress()
    {
        nint seen = 0;
        _factory.Script = run =>
        {
            seen = ((Tensor)run.Inputs["x"]).Memory.Address;
            return FakeBehaviour.Succeed;
        };
        Run();
        return seen;
    }

    private (ISession Session, BatchRunner Runner) Open(params string[] outputs) => Open(outputs, out _);

    private (ISession Session, BatchRunner Runner) Open(string output, out BatchLayout layout) => Open([output], out layout);

    private (ISession Session, BatchRunner Runner) Open(string[] outputs, out BatchLayout layout)
    {
        _session = _factory.Open(ModelSource.Memory(default), new()).Value;
        layout = BatchLayout.Of(_session.Signature);
        _runner = new(layout, outputs);
        return (_session, _runner);
    }
}
