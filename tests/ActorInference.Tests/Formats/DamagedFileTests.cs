namespace ActorInference.Tests.Formats;

/// <summary>No file takes the process down or much memory, whatever is in it.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, ElementType> Files
    {
        get
        {
            var files = new TheoryData<string, ElementType>();
            foreach (var name in new[] { "x.npy", "x.pb", "x.json" })
            {
                foreach (var type in new[] { ElementType.Float32, ElementType.Bool, ElementType.String }) files.Add(name, type);
            }

            return files;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void File_cut_at_any_offset_is_refused(string name, ElementType type)
    {
        var whole = Write(name, type);
        var end = name == "x.json" ? whole.Length - 1 : whole.Length; // JSON's last byte is a new line
        for (var length = 0; length < end; length++)
        {
            File.WriteAllBytes(_folder.File(name), whole[..length]);
            var outcome = TensorFile.Read(_folder.File(name));
            Assert.False(outcome.Succeeded, $"cut to {length} of {whole.Length} bytes, it read as {outcome}");
            AssertOneLine(outcome.Failure!, name);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void File_with_any_bytes_changed_gives_a_value_or_a_failure(string name, ElementType type)
    {
        var whole = Write(name, type);
        var random = new Random(20);
        ValueType[] expected = [new TensorType(type, null), new SequenceType(new TensorType(type, null)), new MapType(type, new TensorType(type, null)), new OptionalType(new TensorType(type, null))];
        for (var round = 0; round < 1000; round++)
        {
            var changed = whole.ToArray();
            for (var count = random.Next(1, 4); count > 0; count--) changed[random.Next(changed.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(_folder.File(name), changed);
            var outcome = TensorFile.ReadOptional(_folder.File(name), expected[random.Next(expected.Length)]);
            if (outcome.TryGet(out var value, out var failure)) value?.Dispose();
            else AssertOneLine(failure, name);
        }
    }

    private byte[] Write(string name, ElementType type)
    {
        using var tensor = new TensorCase(type, [2, 3], 7).Create();
        Assert.Null(TensorFile.Write(_folder.File(name), tensor));
        return File.ReadAllBytes(_folder.File(name));
    }

    private void AssertOneLine(Failure failure, string name)
    {
        Assert.Equal(ErrorKind.InvalidInput, failure.Kind);
        Assert.StartsWith(_folder.File(name) + ": ", failure.Message);
        Assert.DoesNotContain(failure.Message, char.IsControl);
    }
}
