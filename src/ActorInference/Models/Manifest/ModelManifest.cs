using ActorInference.Configuration;

namespace ActorInference;

/// <summary>
/// What a model's file does not say about itself, in a HOCON file beside it: <c>cartoon.conf</c> for <c>cartoon.onnx</c>.
/// <code>
/// name = Cartoon                     # text; default: the file's name without extension
/// description = "Photos to cartoons" # text; default: empty
/// licence = Apache-2.0               # text, an SPDX identifier where there is one; default: empty, which means not stated
/// task = picture-to-picture          # text: what the model is for; default: empty, which means not stated
/// batching = on                      # on or off; default: on. Off: the model must never get more than one item in one run
/// picture { ... }                    # object: how pixels become numbers, read by ActorInference.Imaging; default: absent
/// </code>
/// Any other key at the top is an error.
/// </summary>
public sealed record ModelManifest
{
    /// <summary>The manifest's own file.</summary>
    public required string Path { get; init; }

    /// <summary>What people call the model.</summary>
    public required string Name { get; init; }

    /// <summary>What the model does; empty when not stated.</summary>
    public string Description { get; init; } = "";

    /// <summary>The licence of the model; empty when not stated.</summary>
    public string Licence { get; init; } = "";

    /// <summary>What the model is for, such as <c>picture-to-picture</c> or <c>classify</c>; empty when not stated.</summary>
    public string Task { get; init; } = "";

    /// <summary>Whether several items may share one run, provided that the model's batch dimension allows it.</summary>
    public bool Batching { get; init; } = true;

    /// <summary>The section <c>picture</c> as it is written; null when absent.</summary>
    public HoconObject? Picture { get; init; }

    /// <summary>The manifest of a model: null when there is none, a failure when there is one that cannot be used.</summary>
    public static Outcome<ModelManifest?> Find(string modelPath)
    {
        var path = System.IO.Path.ChangeExtension(modelPath, ".conf");
        if (!HoconDocument.Load(path).TryGet(out var document, out var failure))
        {
            return failure.Kind == ErrorKind.NotFound ? (ModelManifest?)null : failure;
        }

        var reader = new HoconReader(document);
        var manifest = new ModelManifest
        {
            Path = path,
            Name = reader.Text("name", System.IO.Path.GetFileNameWithoutExtension(modelPath)),
            Description = reader.Text("description", ""),
            Licence = reader.Text("licence", ""),
            Task = reader.Text("task", ""),
            Batching = reader.Flag("batching", true),
            Picture = reader.Object("picture"),
        };
        return reader.Finish() is { } wrong ? wrong : manifest;
    }
}
