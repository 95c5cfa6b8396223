namespace ActorInference.Tests.Batching;

public sealed class BatchLayoutTests
{
    [Theory]
    [InlineData("x: float32 [N,4]", "y: float32 [N,2]")]
    [InlineData("x: float32 [batch_size,3,H,W]", "y: float32 [batch_size,3,H,W]")]
    [InlineData("x: float32 [?,4]", "y: float32 [?,2]")]
    [InlineData("x: float32 [unk__6,4]", "y: float32 [unk__9]")]
    [InlineData("x: float32 [N,4]", "y: float32 [unk__9,2]")]
    [InlineData("a: float32 [N,4]; b: uint8 [N]", "y: float32 [N,2]; z: int64 [N]")]
    [InlineData("x: float32 [N,H,3]", "y: float32 [N]")]
    public void Batches_are_allowed_when_the_first_dimension_is_free_everywhere(string inputs, string outputs)
    {
        var layout = Layout(inputs, outputs);
        Assert.True(layout.AllowsBatches);
        Assert.Null(layout.WhyNoBatches);
        Assert.Null(layout.FixedRows);
    }

    [Fact]
    public void Batches_are_padded_when_the_first_dimension_is_fixed()
    {
        var layout = Layout("x: float32 [4,2]", "y: float32 [4]");
        Assert.True(layout.AllowsBatches);
        Assert.Equal(4, layout.FixedRows);
    }

    [Theory]
    [InlineData("x: float32 [1,4]", "y: float32 [1]", "the batch dimension is fixed at 1")]
    [InlineData("", "y: float32 [N]", "the model has no inputs")]
    [InlineData("x: float32 []", "y: float32 [N]", "input 'x' (float32 []) has no batch dimension")]
    [InlineData("x: float32 [...]", "y: float32 [N]", "input 'x' (float32 [...]) has no batch dimension")]
    [InlineData("x: string [N]", "y: float32 [N]", "input 'x' (string [N]) has no batch dimension")]
    [InlineData("x: float32 [N]", "y: float32 []", "output 'y' (float32 []) has no batch dimension")]
    [InlineData("x: float32 [N]", "y: float32 [1]", "output 'y' (float32 [1]) does not have the batch dimension of 'x'")]
    [InlineData("x: float32 [4,2]", "y: float32 [2,4]", "output 'y' (float32 [2,4]) does not have the batch dimension of 'x'")]
    [InlineData("x: float32 [4,2]", "y: float32 [N,4]", "output 'y' (float32 [N,4]) does not have the batch dimension of 'x'")]
    [InlineData("x: float32 [0,2]", "y: float32 [0,4]", "the first dimension of input 'x' (float32 [0,2]) is no batch")]
    [InlineData("x: float32 [3000000000,2]", "y: float32 [3000000000]", "the first dimension of input 'x' (float32 [3000000000,2]) is no batch")]
    [InlineData("x: float32 [N]; h: float32 [M]", "y: float32 [N]", "input 'h' (float32 [M]) counts 'M' where others count 'N'")]
    [InlineData("x: float32 [N]", "y: float32 [M]", "output 'y' (float32 [M]) counts 'M' where others count 'N'")]
    [InlineData("x: float32 [H,W]", "y: float32 [H,W]", "the first dimension of input 'x' (float32 [H,W]) is no batch")]
    [InlineData("x: float32 [height,width,3]", "y: float32 [height,width,3]", "the first dimension of input 'x' (float32 [height,width,3]) is no batch")]
    [InlineData("x: float32 [seq_len,8]", "y: float32 [seq_len,8]", "the first dimension of input 'x' (float32 [seq_len,8]) is no batch")]
    [InlineData("x: float32 [N,4]", "y: float32 [num_boxes,4]", "the first dimension of output 'y' (float32 [num_boxes,4]) is no batch")]
    [InlineData("x: float32 [3,H,W]", "y: float32 [3,H,W]", "the first dimension of input 'x' (float32 [3,H,W]) is no batch")]
    [InlineData("x: float32 [?,?,3]", "y: float32 [?]", "the first dimension of input 'x' (float32 [?,?,3]) is no batch")]
    [InlineData("x: float32 [unk__1,unk__2,3]", "y: float32 [unk__3]", "the first dimension of input 'x' (float32 [unk__1,unk__2,3]) is no batch")]
    public void Requests_run_singly_when_the_signature_has_no_batch_dimension(string inputs, string outputs, string why)
    {
        var layout = Layout(inputs, outputs);
        Assert.False(layout.AllowsBatches);
        Assert.Equal(why, layout.WhyNoBatches);
    }

    [Fact]
    public void Requests_run_singly_when_an_output_is_no_tensor()
    {
        var layout = BatchLayout.Of(Signature("x: float32 [N]", "") with { Outputs = [new("y", new SequenceType(new TensorType(ElementType.Float32, null)))] });
        Assert.Equal("output 'y' (sequence(float32 [...])) has no batch dimension", layout.WhyNoBatches);
    }

    [Fact]
    public void Only_outputs_that_are_wanted_decide()
    {
        var signature = Signature("x: float32 [N,4]", "y: float32 [N]; total: float32 []");
        Assert.False(BatchLayout.Of(signature).AllowsBatches);
        Assert.True(BatchLayout.Of(signature, ["y"]).AllowsBatches);
    }

    [Fact]
    public void Batching_can_be_turned_off()
    {
        var layout = BatchLayout.Of(Signature("x: float32 [N]", "y: float32 [N]"), batching: false);
        Assert.False(layout.AllowsBatches);
        Assert.Equal("batching is turned off", layout.WhyNoBatches);
    }

    [Theory]
    [InlineData("float32 [N,4]", 0)]
    [InlineData("float32 [N,4]", 1)]
    [InlineData("float32 [N,4]", 1000)]
    [InlineData("float32 [8,4]", 1)]
    [InlineData("float32 [8,4]", 8)]
    public void Check_tells_how_many_rows_a_request_has(string type, int rows)
    {
        using var x = Tensor.Allocate(ElementType.Float32, [rows, 4]);
        Assert.Null(Layout($"x: {type}", $"y: {type}").Check([new("x", x)], out var found));
        Assert.Equal(rows, found);
    }

    [Fact]
    public void Check_counts_one_row_when_there_is_no_batch_dimension()
    {
        using var x = Tensor.Allocate(ElementType.Float32, [7, 4]);
        Assert.Null(Layout("x: float32 [H,4]", "y: float32 []").Check([new("x", x)], out var rows));
        Assert.Equal(1, rows);
    }

    [Theory]
    [InlineData(0, "input 'x' has 0 rows; the model takes 1 to 8.")]
    [InlineData(9, "input 'x' has 9 rows; the model takes 1 to 8.")]
    public void Check_refuses_rows_that_a_fixed_batch_cannot_hold(int rows, string message)
    {
        using var x = Tensor.Allocate(ElementType.Float32, [rows, 4]);
        Assert.Equal(new Failure(ErrorKind.InvalidInput, message), Layout("x: float32 [8,4]", "y: float32 [8,4]").Check([new("x", x)], out _));
    }

    [Fact]
    public void Check_refuses_more_rows_than_can_be_counted()
    {
        using var x = Tensor.Allocate(ElementType.Float32, [3_000_000_000, 0]);
        Assert.Equal(new Failure(ErrorKind.InvalidInput, "input 'x' has 3000000000 rows; no more than 2147483647 are possible."), Layout("x: float32 [N,?]", "y: float32 [N,?]").Check([new("x", x)], out _));
    }

    [Fact]
    public void Check_refuses_inputs_of_different_numbers_of_rows()
    {
        using var a = Tensor.Allocate(ElementType.Float32, [2]);
        using var b = Tensor.Allocate(ElementType.Float32, [3]);
        var failure = Layout("a: float32 [?]; b: float32 [?]", "y: float32 [?]").Check([new("a", a), new("b", b)], out _);
        Assert.Equal(new Failure(ErrorKind.InvalidInput, "input 'a' has 2 rows and input 'b' has 3; all inputs of one request have as many."), failure);
    }

    [Fact]
    public void Check_holds_everything_but_the_rows_against_the_signature_of_a_fixed_batch()
    {
        using var x = Tensor.Allocate(ElementType.Float32, [1, 5]);
        Assert.Equal("input 'x' is float32 [1,5]: dimension 1 is 5 instead of 4; the model takes float32 [?,4].", Layout("x: float32 [8,4]", "y: float32 [8]").Check([new("x", x)], out _)!.Message);
    }

    private static BatchLayout Layout(string inputs, string outputs) => BatchLayout.Of(Signature(inputs, outputs));

    private static ModelSignature Signature(string inputs, string outputs) => FakeSignature.Of(Split(inputs), Split(outputs));

    private static string[] Split(string specs) => specs.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
