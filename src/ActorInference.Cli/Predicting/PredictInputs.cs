using System.Runtime.InteropServices;
using ActorInference.Cli.Running;

namespace ActorInference.Cli.Predicting;

/// <summary>The inputs of one prediction: from files, named or in the model's order, and from values on the command line. Owns the values.</summary>
internal sealed class PredictInputs : IDisposable
{
    private readonly List<RunInput> _inputs = [];

    private PredictInputs()
    {
    }

    /// <summary>What is predicted from.</summary>
    public ReadOnlySpan<RunInput> All => CollectionsMarshal.AsSpan(_inputs);

    /// <summary>
    /// Reads every value and holds them all against the signature. Throws <see cref="InferenceException"/> for the first that cannot be
    /// read or does not fit.
    /// </summary>
    /// <param name="signature">The model's signature.</param>
    /// <param name="files"><c>FILE</c> or <c>name=FILE</c>; those without a name go, in order, to the inputs that nothing else names.</param>
    /// <param name="values"><c>name=JSON</c>.</param>
    public static PredictInputs Read(ModelSignature signature, IReadOnlyList<string> files, IReadOnlyList<string> values)
    {
        var inputs = new PredictInputs();
        try
        {
            inputs._inputs.AddRange(ConstantInputs.Read(values, signature));
            foreach (var (spec, path) in Assign(signature, files, inputs._inputs)) inputs._inputs.Add(new(spec.Name, TensorFile.Read(path, spec.Type).Value));
            return signature.Check(inputs.All) is { } failure ? throw failure.ToException() : inputs;
        }
        catch
        {
            inputs.Dispose();
            throw;
        }
    }

    /// <summary>All inputs, which are the caller's from now on.</summary>
    public RunInput[] HandOver()
    {
        RunInput[] handedOver = [.. _inputs];
        _inputs.Clear();
        return handedOver;
    }

    public void Dispose()
    {
        foreach (var input in _inputs) input.Value.Dispose();
    }

    private static List<(ValueSpec Spec, string Path)> Assign(ModelSignature signature, IReadOnlyList<string> files, List<RunInput> given)
    {
        var named = files.Select(file => (File: file, Split: NamedText.Split(file, signature.Inputs.Concat(signature.OverridableInitializers)))).ToList();
        var taken = given.Select(input => input.Name).Concat(named.Where(file => file.Split is not null).Select(file => file.Split!.Value.Spec.Name)).ToHashSet();
        var free = new Queue<ValueSpec>(signature.Inputs.Where(spec => !taken.Contains(spec.Name)));

        var assigned = new List<(ValueSpec, string)>();
        foreach (var (file, split) in named)
        {
            if (split is { } known) assigned.Add((known.Spec, known.Text));
            else if (file.Length == 0) throw new InferenceException(new(ErrorKind.InvalidInput, "an input's name is empty"));
            else if (UnknownName(file, signature) is { } failure) throw failure.ToException();
            else if (free.TryDequeue(out var spec)) assigned.Add((spec, file));
            else throw new InferenceException(new(ErrorKind.InvalidInput, $"{file}: every input of the model has a value already; it takes {string.Join("; ", signature.Inputs)}."));
        }

        return assigned;
    }

    // 'x=file.npy' where nothing is called so: a wrong name, not a file with that name.
    private static Failure? UnknownName(string text, ModelSignature signature)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || File.Exists(text)) return null;
        var names = signature.Inputs.Concat(signature.OverridableInitializers).Select(spec => $"'{spec.Name}'");
        return new(ErrorKind.InvalidInput, $"{text}: the model has no input '{text[..equals]}'; it has {string.Join(", ", names)}.");
    }
}
