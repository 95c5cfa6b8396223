namespace ActorInference.Tests.Formats;

[Collection(SharedPoolCollection.Name)]
public sealed class TensorNameTests : IDisposable
{
    // TensorProto.name is field 8; fields of a message may stand in any order.
    private static readonly byte[] NameField = [0x42, 3, .. "abc"u8];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Name_is_found_before_and_after_the_elements()
    {
        var tensor = TensorBytes();
        Assert.Equal("abc", NameIn([.. NameField, .. tensor]));
        Assert.Equal("abc", NameIn([.. tensor, .. NameField]));
        Assert.Null(NameIn(tensor));
    }

    [Fact]
    public void What_is_no_sound_message_has_no_name()
    {
        byte[] whole = [.. TensorBytes(), .. NameField];
        for (var length = 0; length < whole.Length; length++) Assert.Null(NameIn(whole[..length]));
        Assert.Null(NameIn([0x42, 1, 0xFF])); // no UTF-8
        Assert.Null(NameIn([0x42, 0]));
        Assert.Null(TensorFile.NameIn(_folder.File("missing.pb")));
        Assert.Null(TensorFile.NameIn(_folder.Path));
    }

    [Fact]
    public void Other_formats_carry_no_name()
    {
        File.WriteAllBytes(_folder.File("x.npy"), NameField);
        Assert.Null(TensorFile.NameIn(_folder.File("x.npy")));
    }

    private byte[] TensorBytes()
    {
        using var tensor = Tensor.From([1f, 2f], [2]);
        Assert.Null(TensorFile.Write(_folder.File("tensor.pb"), tensor));
        return File.ReadAllBytes(_folder.File("tensor.pb"));
    }

    private string? NameIn(byte[] bytes)
    {
        File.WriteAllBytes(_folder.File("x.pb"), bytes);
        return TensorFile.NameIn(_folder.File("x.pb"));
    }
}
