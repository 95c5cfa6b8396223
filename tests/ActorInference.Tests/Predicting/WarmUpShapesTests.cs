namespace ActorInference.Tests.Predicting;

/// <summary>Shapes to warm up with that somebody knows once the signature is there.</summary>
public sealed class WarmUpShapesTests : PredictorTest
{
    private readonly List<ModelSignature> _asked = [];

    [Fact]
    public void Shapes_are_asked_for_where_the_signature_leaves_them_open()
    {
        Sessions.Model = FakeModel.Affine(2, 1, "float32 [N,W]");
        var predictor = Open(Asking(new() { ["x"] = [1, 5] }) with { Batch = new() { MaxSize = 3 } });
        Assert.Equal("[1,5], [3,5]", predictor.Snapshot().Pools[0].Sessions[0].WarmUp);
        Assert.Same(predictor.Signature, Assert.Single(_asked));
    }

    [Theory]
    [InlineData("float32 [N,4]", false)] // the signature knows
    [InlineData("float32 [N,W]", true)] // whoever opens it knows
    public void Nobody_is_asked_for_what_is_known(string type, bool isSaid)
    {
        Sessions.Model = FakeModel.Affine(2, 1, type);
        var options = Asking(new() { ["x"] = [1, 5] });
        if (isSaid) options = options with { WarmUp = options.WarmUp with { Shapes = [new Dictionary<string, TensorShape> { ["x"] = [1, 4] }] } };
        Assert.Equal("[1,4]", Open(options).Snapshot().Pools[0].Sessions[0].WarmUp);
        Assert.Empty(_asked);
    }

    [Fact]
    public void Session_that_fails_on_shapes_that_were_guessed_is_ready_all_the_same()
    {
        Sessions.Model = FakeModel.Affine(2, 1, "float32 [N,W]");
        Sessions.Script = run => run.Firsts[0] == 0 ? FakeBehaviour.Fail(ErrorKind.SessionFailed) : FakeBehaviour.Succeed;
        var predictor = Open(Asking(new() { ["x"] = [1, 5] }));
        Assert.StartsWith("failed on zeros: ", predictor.Snapshot().Pools[0].Sessions[0].WarmUp, StringComparison.Ordinal);
        AssertIs(1, predictor.Predict(Input(1)));
    }

    [Fact]
    public void Who_does_not_know_either_says_so()
    {
        Sessions.Model = FakeModel.Affine(2, 1, "float32 [N,W]");
        Assert.StartsWith("none: no shape is known", Open(Asking(null)).Snapshot().Pools[0].Sessions[0].WarmUp, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_throws_when_asked_is_quoted_and_nothing_stays_open()
    {
        Sessions.Model = FakeModel.Affine(2, 1, "float32 [N,W]");
        var failure = OpenFailure(Options with { WarmUp = new() { ShapesOf = _ => throw new InvalidOperationException("It broke.") } });
        Assert.Equal(new Failure(ErrorKind.InvalidInput, "warm-up: ShapesOf threw InvalidOperationException: It broke."), failure);
    }

    private PredictorOptions Asking(Dictionary<string, TensorShape>? shapes) => Options with
    {
        WarmUp = new()
        {
            ShapesOf = signature =>
            {
                _asked.Add(signature);
                return shapes;
            },
        },
    };
}
