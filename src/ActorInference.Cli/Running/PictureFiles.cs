using System.Collections;

namespace ActorInference.Cli.Running;

/// <summary>The pictures of a run, each with where its result goes. Names are held once, and paths put together when they are asked for: a run of many pictures takes hardly more memory than one of few.</summary>
/// <param name="inputs">The pictures.</param>
/// <param name="outputs">The places of their results below <paramref name="folder"/>.</param>
/// <param name="folder">The folder for results.</param>
internal sealed class PictureFiles(InputFile[] inputs, string[] outputs, string folder) : IReadOnlyList<PictureFile>
{
    public int Count => inputs.Length;

    public PictureFile this[int index] => new(inputs[index].Path, Path.Combine(folder, outputs[index]));

    /// <summary>Those whose results are not there yet.</summary>
    public PictureFiles Unfinished()
    {
        var open = Enumerable.Range(0, Count).Where(index => !File.Exists(Path.Combine(folder, outputs[index]))).ToArray();
        return new([.. open.Select(index => inputs[index])], [.. open.Select(index => outputs[index])], folder);
    }

    public IEnumerator<PictureFile> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
