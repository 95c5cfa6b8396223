namespace ActorInference.OnnxRuntime.Native;

// Opaque native types: a pointer to one of these cannot be mistaken for a pointer to another.
internal struct OrtStatus;

internal struct OrtEnv;

internal struct OrtSession;

internal struct OrtSessionOptions;

internal struct OrtRunOptions;

internal struct OrtValue;

internal struct OrtMemoryInfo;

internal struct OrtAllocator;

internal struct OrtTypeInfo;

internal struct OrtTensorTypeAndShapeInfo;

internal struct OrtMapTypeInfo;

internal struct OrtSequenceTypeInfo;

internal struct OrtOptionalTypeInfo;

internal struct OrtModelMetadata;

internal struct OrtProviderOptions;

/// <summary>OrtErrorCode.</summary>
internal enum OrtErrorCode
{
    Ok = 0,
    Fail = 1,
    InvalidArgument = 2,
    NoSuchFile = 3,
    NoModel = 4,
    EngineError = 5,
    RuntimeException = 6,
    InvalidProtobuf = 7,
    ModelLoaded = 8,
    NotImplemented = 9,
    InvalidGraph = 10,
    EpFail = 11,
}

/// <summary>ONNXTensorElementDataType.</summary>
internal enum OrtElementType
{
    Undefined = 0,
    Float = 1,
    UInt8 = 2,
    Int8 = 3,
    UInt16 = 4,
    Int16 = 5,
    Int32 = 6,
    Int64 = 7,
    String = 8,
    Bool = 9,
    Float16 = 10,
    Double = 11,
    UInt32 = 12,
    UInt64 = 13,
    Complex64 = 14,
    Complex128 = 15,
    BFloat16 = 16,
    Float8E4M3FN = 17,
    Float8E4M3FNUZ = 18,
    Float8E5M2 = 19,
    Float8E5M2FNUZ = 20,
    UInt4 = 21,
    Int4 = 22,
    Float4E2M1 = 23,
}

/// <summary>ONNXType.</summary>
internal enum OrtValueKind
{
    Unknown = 0,
    Tensor = 1,
    Sequence = 2,
    Map = 3,
    Opaque = 4,
    SparseTensor = 5,
    Optional = 6,
}
