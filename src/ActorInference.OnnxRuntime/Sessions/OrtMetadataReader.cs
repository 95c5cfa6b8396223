using ActorInference.OnnxRuntime.Native;

namespace ActorInference.OnnxRuntime.Sessions;

/// <summary>Reads what a model says about itself.</summary>
internal static unsafe class OrtMetadataReader
{
    // What the runtime gives for a model that states no version.
    private const long Unstated = long.MaxValue;

    public static ModelMetadata Read(OrtSession* session)
    {
        OrtModelMetadata* pointer;
        OrtCall.Check(Ort.Api->SessionGetModelMetadata(session, &pointer));
        using var metadata = new OrtModelMetadataHandle(pointer);
        long version;
        OrtCall.Check(Ort.Api->ModelMetadataGetVersion(pointer, &version));
        return new ModelMetadata
        {
            Producer = Text(pointer, Ort.Api->ModelMetadataGetProducerName),
            GraphName = Text(pointer, Ort.Api->ModelMetadataGetGraphName),
            GraphDescription = Text(pointer, Ort.Api->ModelMetadataGetGraphDescription),
            Domain = Text(pointer, Ort.Api->ModelMetadataGetDomain),
            Description = Text(pointer, Ort.Api->ModelMetadataGetDescription),
            Version = version == Unstated ? 0 : version,
            Custom = ReadCustom(pointer),
        };
    }

    private static string Text(OrtModelMetadata* metadata, delegate* unmanaged[Cdecl]<OrtModelMetadata*, OrtAllocator*, byte**, OrtStatus*> read)
    {
        byte* text;
        OrtCall.Check(read(metadata, OrtEnvironment.Allocator, &text));
        return OrtCall.TakeString(text);
    }

    private static Dictionary<string, string> ReadCustom(OrtModelMetadata* metadata)
    {
        byte** keys;
        long count;
        OrtCall.Check(Ort.Api->ModelMetadataGetCustomMetadataMapKeys(metadata, OrtEnvironment.Allocator, &keys, &count));
        var custom = new Dictionary<string, string>((int)count);
        for (var i = 0; i < count; i++)
        {
            byte* value;
            OrtCall.Check(Ort.Api->ModelMetadataLookupCustomMetadataMap(metadata, OrtEnvironment.Allocator, keys[i], &value));
            var key = OrtCall.TakeString(keys[i]);
            custom[key] = value == null ? "" : OrtCall.TakeString(value);
        }

        if (keys != null) OrtCall.Check(Ort.Api->AllocatorFree(OrtEnvironment.Allocator, keys));
        return custom;
    }
}
