using ActorInference.ModelBuilder.Cartoon;

// dotnet run --project eng/ModelBuilder [-- FILE]: writes the model cartoon, by default where it is checked in.
var file = args.Length > 0 ? args[0] : Path.Combine("models", "cartoon", "cartoon.onnx");
if (args.Length > 1 || !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
{
    Console.Error.WriteLine($"Cannot write {file}: run this from the root of the repository, or name one file in an existing folder.");
    return 2;
}

var model = CartoonModel.Build();
File.WriteAllBytes(file, model);
Console.WriteLine($"{file}: {model.Length} bytes");
return 0;
