namespace ActorInference.Imaging;

/// <summary>
/// A model that takes a picture and gives one: which input, which output, and what the numbers in both mean. Made from what is known of
/// the model: settings that somebody said, its signature, and, where both are silent, assumptions that are told.
/// </summary>
/// <param name="Input">The input that takes the picture.</param>
/// <param name="Output">The output that gives it.</param>
/// <param name="OtherInputs">Further inputs, which need values from elsewhere.</param>
/// <param name="Preparation">How pictures become the input.</param>
/// <param name="Encoding">What the output's numbers mean.</param>
/// <param name="Assumptions">What nobody said and was assumed, each in a few words.</param>
public sealed record PictureModel(
    ValueSpec Input,
    ValueSpec Output,
    IReadOnlyList<ValueSpec> OtherInputs,
    PicturePreparation Preparation,
    PicturePreparation Encoding,
    IReadOnlyList<string> Assumptions)
{
    /// <summary>Finds the picture's way through a model; a failure says why there is none.</summary>
    public static Outcome<PictureModel> Of(ModelSignature signature, PictureSettings settings)
    {
        if (PictureTensor.Find(signature.Inputs, settings.Layout) is not { } input) return NoPicture("takes", signature.Inputs, settings);
        if (PictureTensor.Find(signature.Outputs, settings.Layout) is not { } output) return NoPicture("gives", signature.Outputs, settings);
        if (input.Batch is > 1) return Invalid($"the model takes {input.Spec.Type}: {input.Batch} pictures at once, no fewer");
        if (input.Channels != output.Channels && input.Channels is not null && output.Channels is not null)
        {
            return Invalid($"the model takes {input.Channels} channels and gives {output.Channels}; only models that give what they take are run on pictures: use 'predict'");
        }

        var assumptions = new List<string>();
        var preparation = Complete(input, settings, assumptions);
        if (preparation.Check() is { } failure) return failure;
        var channels = input.Channels ?? output.Channels ?? preparation.Channels;
        if (channels != preparation.Channels) return Invalid($"the model takes {input.Spec.Type}, {channels} channels, which do not fit the colours {preparation.Colors}");

        var encoding = preparation with { Layout = output.Layout, ElementType = output.ElementType, Values = output.ElementType == ElementType.UInt8 ? ValueMapping.ZeroTo255 : preparation.Values };
        var others = signature.Inputs.Where(spec => spec != input.Spec).ToList();
        return new PictureModel(input.Spec, output.Spec, others, preparation, encoding, assumptions);
    }

    private static PicturePreparation Complete(PictureTensor input, PictureSettings settings, List<string> assumptions)
    {
        var colors = settings.Colors ?? Assume(input.Channels == 1 ? ColorOrder.Grey : ColorOrder.Rgb, colors => $"colors {(colors == ColorOrder.Rgb ? "RGB" : "grey")}", assumptions);
        var values = settings.Values ?? (input.ElementType == ElementType.UInt8 ? ValueMapping.ZeroTo255 : Assume(ValueMapping.ZeroToOne, range => $"range {range}", assumptions));
        if (settings.Layout is null && !input.IsLayoutCertain) assumptions.Add($"layout {input.Layout.ToString().ToUpperInvariant()}");

        // A size fixed by the signature wants every picture brought to it; letterboxing keeps its proportions.
        var size = settings.Size ?? input.Size;
        var fit = settings.Fit ?? (size is null ? PictureFit.None : settings.Size is null ? Assume(PictureFit.Letterbox, _ => "fit letterbox", assumptions) : PictureFit.Letterbox);
        var multiple = settings.Multiple ?? 1;
        return new PicturePreparation
        {
            Layout = input.Layout,
            ElementType = input.ElementType,
            Colors = colors,
            Values = values,
            Fit = fit,
            Size = size ?? default,
            MaxSize = settings.MaxSize ?? 0,
            Multiple = multiple,

            // Networks that want multiples halve the picture again and again; padding by reflection at their coarsest scale needs two pixels there.
            Minimum = settings.Minimum ?? (multiple > 1 ? 2 * multiple : 1),
            Alignment = settings.Alignment ?? LetterboxAlignment.Centre,
            Fill = settings.Fill ?? Rgb.Black,
            Padding = settings.Padding ?? PicturePadding.Replicate,
            Filter = settings.Filter ?? PictureFilter.Bilinear,
        };
    }

    private static T Assume<T>(T value, Func<T, string> describe, List<string> assumptions)
    {
        assumptions.Add(describe(value));
        return value;
    }

    private static Failure NoPicture(string verb, IReadOnlyList<ValueSpec> specs, PictureSettings settings)
    {
        var layout = settings.Layout is { } said ? $" in the layout {said.ToString().ToUpperInvariant()}" : "";
        return Invalid($"the model {verb} {string.Join("; ", specs)}, and no picture{layout}: that is float32, float16 or uint8 [N,3,H,W] or [N,H,W,3], or 1 for 3; use 'predict'");
    }

    private static Failure Invalid(string problem) => new(ErrorKind.InvalidInput, $"{problem}.");
}
