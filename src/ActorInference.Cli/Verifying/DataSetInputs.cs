namespace ActorInference.Cli.Verifying;

/// <summary>The inputs of a data set, read and given their names.</summary>
internal static class DataSetInputs
{
    /// <summary>
    /// Reads every input into <paramref name="inputs"/>, whose values the caller owns, also after a failure. A file belongs to the input whose
    /// name its tensor carries; without such a name, to the input at its position: models with defaults leave out inputs in the middle.
    /// </summary>
    public static Failure? Read(DataSet set, ModelSignature signature, List<RunInput> inputs)
    {
        foreach (var file in set.Inputs)
        {
            if (!SpecFor(file, signature).TryGet(out var spec, out var failure)) return failure;
            if (!TensorFile.ReadOptional(file.Path, spec.Type).TryGet(out var value, out failure)) return failure;

            // An absent optional is an input that is not given.
            if (value is not null) inputs.Add(new(spec.Name, value));
        }

        return null;
    }

    private static Outcome<ValueSpec> SpecFor(DataFile file, ModelSignature signature)
    {
        if (TensorFile.NameIn(file.Path) is { } name)
        {
            var named = signature.Inputs.Concat(signature.OverridableInitializers).FirstOrDefault(spec => spec.Name == name);
            if (named is not null) return named;
        }

        if (file.Position < signature.Inputs.Count) return signature.Inputs[file.Position];
        return new Failure(ErrorKind.InvalidInput, $"{file.Path}: the model has {signature.Inputs.Count} inputs, and none at position {file.Position}.");
    }
}
