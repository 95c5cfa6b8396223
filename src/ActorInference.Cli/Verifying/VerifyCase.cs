namespace ActorInference.Cli.Verifying;

/// <summary>A value in a data set and its place among the model's inputs or outputs: K of <c>input_K.pb</c>.</summary>
internal sealed record DataFile(int Position, string Path);

/// <summary>Inputs and the outputs that a model must give for them: one folder <c>test_data_set_N</c>.</summary>
internal sealed record DataSet(string Name, IReadOnlyList<DataFile> Inputs, IReadOnlyList<DataFile> Outputs);

/// <summary>A model with data sets beside it.</summary>
/// <param name="Name">The model's folder as reports call it: below the folder that was named, with forward slashes.</param>
/// <param name="Model">The model file.</param>
/// <param name="DataSets">In the order of their numbers; at least one.</param>
internal sealed record VerifyCase(string Name, string Model, IReadOnlyList<DataSet> DataSets);
