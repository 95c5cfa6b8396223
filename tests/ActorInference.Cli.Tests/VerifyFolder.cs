using System.Text;

namespace ActorInference.Cli.Tests;

/// <summary>A folder of models with data sets, made by a test.</summary>
internal sealed class VerifyFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    public void Dispose() => _folder.Dispose();

    /// <summary>y = x of one type, with one data set: the input and what is claimed to come out. Takes ownership of both.</summary>
    public void Identity(string name, string type, Value x, Value y)
    {
        Model(name, TestModel.Unary("Identity", type));
        Input(name, 0, 0, x);
        Output(name, 0, 0, y);
    }

    public void Model(string name, TestModel model)
    {
        Directory.CreateDirectory(File(name));
        System.IO.File.WriteAllBytes(File($"{name}/model.onnx"), model.Bytes);
    }

    /// <summary>Writes an input and disposes it; with the name that its message carries, if any.</summary>
    public void Input(string name, int set, int position, Value value, string? carried = null) => Write(name, set, $"input_{position}.pb", value, carried);

    /// <summary>Writes an expected output and disposes it.</summary>
    public void Output(string name, int set, int position, Value value) => Write(name, set, $"output_{position}.pb", value, null);

    /// <summary>A file or folder below.</summary>
    public string File(string relative) => _folder.File(relative);

    private void Write(string name, int set, string file, Value value, string? carried)
    {
        var folder = Directory.CreateDirectory(File($"{name}/test_data_set_{set}")).FullName;
        var path = System.IO.Path.Combine(folder, file);
        using (value) Assert.Null(TensorFile.Write(path, value));
        if (carried is null) return;

        // TensorProto.name is field 8; fields of a message may stand in any order.
        using var stream = new FileStream(path, FileMode.Append);
        var bytes = Encoding.UTF8.GetBytes(carried);
        stream.Write([0x42, checked((byte)bytes.Length), .. bytes]);
    }
}
