using System.Runtime.InteropServices;

namespace ActorInference.OnnxRuntime.Native;

/// <summary>
/// The functions in use of ONNX Runtime's table (the structure OrtApi), by their own names, each at its slot times the size of a pointer.
/// The table only ever grows at its end. Strings are UTF-8 and end in zero, sizes are nuint; a status that is returned must be consumed
/// (<see cref="OrtCall"/>). A test holds the offsets against the published order of slots and the loaded library.
/// </summary>
[StructLayout(LayoutKind.Explicit)]
internal unsafe struct OrtApiTable
{
    // Statuses
    [FieldOffset(1 * 8)] public delegate* unmanaged[Cdecl]<OrtStatus*, OrtErrorCode> GetErrorCode;
    [FieldOffset(2 * 8)] public delegate* unmanaged[Cdecl]<OrtStatus*, byte*> GetErrorMessage;
    [FieldOffset(93 * 8)] public delegate* unmanaged[Cdecl]<OrtStatus*, void> ReleaseStatus;

    // Environment
    [FieldOffset(4 * 8)] public delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<void*, int, byte*, byte*, byte*, byte*, void>, void*, int, byte*, OrtEnv**, OrtStatus*> CreateEnvWithCustomLogger;
    [FieldOffset(78 * 8)] public delegate* unmanaged[Cdecl]<OrtAllocator**, OrtStatus*> GetAllocatorWithDefaultOptions;
    [FieldOffset(76 * 8)] public delegate* unmanaged[Cdecl]<OrtAllocator*, void*, OrtStatus*> AllocatorFree;
    [FieldOffset(69 * 8)] public delegate* unmanaged[Cdecl]<int, int, OrtMemoryInfo**, OrtStatus*> CreateCpuMemoryInfo;
    [FieldOffset(125 * 8)] public delegate* unmanaged[Cdecl]<byte***, int*, OrtStatus*> GetAvailableProviders;
    [FieldOffset(126 * 8)] public delegate* unmanaged[Cdecl]<byte**, int, OrtStatus*> ReleaseAvailableProviders;

    // Session options
    [FieldOffset(10 * 8)] public delegate* unmanaged[Cdecl]<OrtSessionOptions**, OrtStatus*> CreateSessionOptions;
    [FieldOffset(100 * 8)] public delegate* unmanaged[Cdecl]<OrtSessionOptions*, void> ReleaseSessionOptions;
    [FieldOffset(16 * 8)] public delegate* unmanaged[Cdecl]<OrtSessionOptions*, OrtStatus*> EnableMemPattern;
    [FieldOffset(17 * 8)] public delegate* unmanaged[Cdecl]<OrtSessionOptions*, OrtStatus*> DisableMemPattern;
    [FieldOffset(18 * 8)] public delegate* unmanaged[Cdecl]<OrtSessionOptions*, OrtStatus*> EnableCpuMemArena;
    [FieldOffset(19 * 8)] public delegate* unmanaged[Cdecl]<OrtSessionOptions*, OrtStatus*> DisableCpuMemArena;
    [FieldOffset(22 * 8)] public delegate* unmanaged[Cdecl]<OrtSessionOptions*, int, OrtStatus*> SetSessionLogSeverityLevel;
    [FieldOffset(23 * 8)] public delegate* unmanaged[Cdecl]<OrtSessionOptions*, int, OrtStatus*> SetSessionGraphOptimizationLevel;
    [FieldOffset(24 * 8)] public delegate* unmanaged[Cdecl]<OrtSessionOptions*, int, OrtStatus*> SetIntraOpNumThreads;
    [FieldOffset(25 * 8)] public delegate* unmanaged[Cdecl]<OrtSessionOptions*, int, OrtStatus*> SetInterOpNumThreads;
    [FieldOffset(124 * 8)] public delegate* unmanaged[Cdecl]<OrtSessionOptions*, byte*, long, OrtStatus*> AddFreeDimensionOverrideByName;
    [FieldOffset(130 * 8)] public delegate* unmanaged[Cdecl]<OrtSessionOptions*, byte*, byte*, OrtStatus*> AddSessionConfigEntry;
    [FieldOffset(266 * 8)] public delegate* unmanaged[Cdecl]<OrtSessionOptions*, delegate* unmanaged[Cdecl]<void*, int, byte*, byte*, byte*, byte*, void>, void*, OrtStatus*> SetUserLoggingFunction;

    // Execution providers
    [FieldOffset(216 * 8)] public delegate* unmanaged[Cdecl]<OrtSessionOptions*, byte*, byte**, byte**, nuint, OrtStatus*> SessionOptionsAppendExecutionProvider;
    [FieldOffset(205 * 8)] public delegate* unmanaged[Cdecl]<OrtProviderOptions**, OrtStatus*> CreateCUDAProviderOptions;
    [FieldOffset(206 * 8)] public delegate* unmanaged[Cdecl]<OrtProviderOptions*, byte**, byte**, nuint, OrtStatus*> UpdateCUDAProviderOptions;
    [FieldOffset(204 * 8)] public delegate* unmanaged[Cdecl]<OrtSessionOptions*, OrtProviderOptions*, OrtStatus*> SessionOptionsAppendExecutionProvider_CUDA_V2;
    [FieldOffset(208 * 8)] public delegate* unmanaged[Cdecl]<OrtProviderOptions*, void> ReleaseCUDAProviderOptions;
    [FieldOffset(171 * 8)] public delegate* unmanaged[Cdecl]<OrtProviderOptions**, OrtStatus*> CreateTensorRTProviderOptions;
    [FieldOffset(172 * 8)] public delegate* unmanaged[Cdecl]<OrtProviderOptions*, byte**, byte**, nuint, OrtStatus*> UpdateTensorRTProviderOptions;
    [FieldOffset(170 * 8)] public delegate* unmanaged[Cdecl]<OrtSessionOptions*, OrtProviderOptions*, OrtStatus*> SessionOptionsAppendExecutionProvider_TensorRT_V2;
    [FieldOffset(174 * 8)] public delegate* unmanaged[Cdecl]<OrtProviderOptions*, void> ReleaseTensorRTProviderOptions;

    // Session
    [FieldOffset(7 * 8)] public delegate* unmanaged[Cdecl]<OrtEnv*, void*, OrtSessionOptions*, OrtSession**, OrtStatus*> CreateSession;
    [FieldOffset(8 * 8)] public delegate* unmanaged[Cdecl]<OrtEnv*, void*, nuint, OrtSessionOptions*, OrtSession**, OrtStatus*> CreateSessionFromArray;
    [FieldOffset(95 * 8)] public delegate* unmanaged[Cdecl]<OrtSession*, void> ReleaseSession;
    [FieldOffset(9 * 8)] public delegate* unmanaged[Cdecl]<OrtSession*, OrtRunOptions*, byte**, OrtValue**, nuint, byte**, nuint, OrtValue**, OrtStatus*> Run;
    [FieldOffset(39 * 8)] public delegate* unmanaged[Cdecl]<OrtRunOptions**, OrtStatus*> CreateRunOptions;
    [FieldOffset(46 * 8)] public delegate* unmanaged[Cdecl]<OrtRunOptions*, OrtStatus*> RunOptionsSetTerminate;
    [FieldOffset(97 * 8)] public delegate* unmanaged[Cdecl]<OrtRunOptions*, void> ReleaseRunOptions;

    // Signature
    [FieldOffset(30 * 8)] public delegate* unmanaged[Cdecl]<OrtSession*, nuint*, OrtStatus*> SessionGetInputCount;
    [FieldOffset(31 * 8)] public delegate* unmanaged[Cdecl]<OrtSession*, nuint*, OrtStatus*> SessionGetOutputCount;
    [FieldOffset(32 * 8)] public delegate* unmanaged[Cdecl]<OrtSession*, nuint*, OrtStatus*> SessionGetOverridableInitializerCount;
    [FieldOffset(36 * 8)] public delegate* unmanaged[Cdecl]<OrtSession*, nuint, OrtAllocator*, byte**, OrtStatus*> SessionGetInputName;
    [FieldOffset(37 * 8)] public delegate* unmanaged[Cdecl]<OrtSession*, nuint, OrtAllocator*, byte**, OrtStatus*> SessionGetOutputName;
    [FieldOffset(38 * 8)] public delegate* unmanaged[Cdecl]<OrtSession*, nuint, OrtAllocator*, byte**, OrtStatus*> SessionGetOverridableInitializerName;
    [FieldOffset(33 * 8)] public delegate* unmanaged[Cdecl]<OrtSession*, nuint, OrtTypeInfo**, OrtStatus*> SessionGetInputTypeInfo;
    [FieldOffset(34 * 8)] public delegate* unmanaged[Cdecl]<OrtSession*, nuint, OrtTypeInfo**, OrtStatus*> SessionGetOutputTypeInfo;
    [FieldOffset(35 * 8)] public delegate* unmanaged[Cdecl]<OrtSession*, nuint, OrtTypeInfo**, OrtStatus*> SessionGetOverridableInitializerTypeInfo;
    [FieldOffset(98 * 8)] public delegate* unmanaged[Cdecl]<OrtTypeInfo*, void> ReleaseTypeInfo;
    [FieldOffset(56 * 8)] public delegate* unmanaged[Cdecl]<OrtTypeInfo*, OrtValueKind*, OrtStatus*> GetOnnxTypeFromTypeInfo;
    [FieldOffset(55 * 8)] public delegate* unmanaged[Cdecl]<OrtTypeInfo*, OrtTensorTypeAndShapeInfo**, OrtStatus*> CastTypeInfoToTensorInfo;
    [FieldOffset(103 * 8)] public delegate* unmanaged[Cdecl]<OrtTypeInfo*, OrtMapTypeInfo**, OrtStatus*> CastTypeInfoToMapTypeInfo;
    [FieldOffset(104 * 8)] public delegate* unmanaged[Cdecl]<OrtTypeInfo*, OrtSequenceTypeInfo**, OrtStatus*> CastTypeInfoToSequenceTypeInfo;
    [FieldOffset(250 * 8)] public delegate* unmanaged[Cdecl]<OrtTypeInfo*, OrtOptionalTypeInfo**, OrtStatus*> CastTypeInfoToOptionalTypeInfo;
    [FieldOffset(105 * 8)] public delegate* unmanaged[Cdecl]<OrtMapTypeInfo*, OrtElementType*, OrtStatus*> GetMapKeyType;
    [FieldOffset(106 * 8)] public delegate* unmanaged[Cdecl]<OrtMapTypeInfo*, OrtTypeInfo**, OrtStatus*> GetMapValueType;
    [FieldOffset(107 * 8)] public delegate* unmanaged[Cdecl]<OrtSequenceTypeInfo*, OrtTypeInfo**, OrtStatus*> GetSequenceElementType;
    [FieldOffset(251 * 8)] public delegate* unmanaged[Cdecl]<OrtOptionalTypeInfo*, OrtTypeInfo**, OrtStatus*> GetOptionalContainedTypeInfo;

    // Tensor type and shape
    [FieldOffset(60 * 8)] public delegate* unmanaged[Cdecl]<OrtTensorTypeAndShapeInfo*, OrtElementType*, OrtStatus*> GetTensorElementType;
    [FieldOffset(61 * 8)] public delegate* unmanaged[Cdecl]<OrtTensorTypeAndShapeInfo*, nuint*, OrtStatus*> GetDimensionsCount;
    [FieldOffset(62 * 8)] public delegate* unmanaged[Cdecl]<OrtTensorTypeAndShapeInfo*, long*, nuint, OrtStatus*> GetDimensions;
    [FieldOffset(63 * 8)] public delegate* unmanaged[Cdecl]<OrtTensorTypeAndShapeInfo*, byte**, nuint, OrtStatus*> GetSymbolicDimensions;
    [FieldOffset(390 * 8)] public delegate* unmanaged[Cdecl]<OrtTensorTypeAndShapeInfo*, byte> TensorTypeAndShape_HasShape;
    [FieldOffset(99 * 8)] public delegate* unmanaged[Cdecl]<OrtTensorTypeAndShapeInfo*, void> ReleaseTensorTypeAndShapeInfo;

    // Metadata
    [FieldOffset(111 * 8)] public delegate* unmanaged[Cdecl]<OrtSession*, OrtModelMetadata**, OrtStatus*> SessionGetModelMetadata;
    [FieldOffset(112 * 8)] public delegate* unmanaged[Cdecl]<OrtModelMetadata*, OrtAllocator*, byte**, OrtStatus*> ModelMetadataGetProducerName;
    [FieldOffset(113 * 8)] public delegate* unmanaged[Cdecl]<OrtModelMetadata*, OrtAllocator*, byte**, OrtStatus*> ModelMetadataGetGraphName;
    [FieldOffset(158 * 8)] public delegate* unmanaged[Cdecl]<OrtModelMetadata*, OrtAllocator*, byte**, OrtStatus*> ModelMetadataGetGraphDescription;
    [FieldOffset(114 * 8)] public delegate* unmanaged[Cdecl]<OrtModelMetadata*, OrtAllocator*, byte**, OrtStatus*> ModelMetadataGetDomain;
    [FieldOffset(115 * 8)] public delegate* unmanaged[Cdecl]<OrtModelMetadata*, OrtAllocator*, byte**, OrtStatus*> ModelMetadataGetDescription;
    [FieldOffset(117 * 8)] public delegate* unmanaged[Cdecl]<OrtModelMetadata*, long*, OrtStatus*> ModelMetadataGetVersion;
    [FieldOffset(123 * 8)] public delegate* unmanaged[Cdecl]<OrtModelMetadata*, OrtAllocator*, byte***, long*, OrtStatus*> ModelMetadataGetCustomMetadataMapKeys;
    [FieldOffset(116 * 8)] public delegate* unmanaged[Cdecl]<OrtModelMetadata*, OrtAllocator*, byte*, byte**, OrtStatus*> ModelMetadataLookupCustomMetadataMap;
    [FieldOffset(118 * 8)] public delegate* unmanaged[Cdecl]<OrtModelMetadata*, void> ReleaseModelMetadata;

    // Values
    [FieldOffset(49 * 8)] public delegate* unmanaged[Cdecl]<OrtMemoryInfo*, void*, nuint, long*, nuint, OrtElementType, OrtValue**, OrtStatus*> CreateTensorWithDataAsOrtValue;
    [FieldOffset(48 * 8)] public delegate* unmanaged[Cdecl]<OrtAllocator*, long*, nuint, OrtElementType, OrtValue**, OrtStatus*> CreateTensorAsOrtValue;
    [FieldOffset(82 * 8)] public delegate* unmanaged[Cdecl]<OrtValue**, nuint, OrtValueKind, OrtValue**, OrtStatus*> CreateValue;
    [FieldOffset(252 * 8)] public delegate* unmanaged[Cdecl]<OrtValue*, nuint, nuint, byte**, OrtStatus*> GetResizedStringTensorElementBuffer;
    [FieldOffset(67 * 8)] public delegate* unmanaged[Cdecl]<OrtValue*, OrtValueKind*, OrtStatus*> GetValueType;
    [FieldOffset(192 * 8)] public delegate* unmanaged[Cdecl]<OrtValue*, int*, OrtStatus*> HasValue;
    [FieldOffset(65 * 8)] public delegate* unmanaged[Cdecl]<OrtValue*, OrtTensorTypeAndShapeInfo**, OrtStatus*> GetTensorTypeAndShape;
    [FieldOffset(51 * 8)] public delegate* unmanaged[Cdecl]<OrtValue*, void**, OrtStatus*> GetTensorMutableData;
    [FieldOffset(53 * 8)] public delegate* unmanaged[Cdecl]<OrtValue*, nuint*, OrtStatus*> GetStringTensorDataLength;
    [FieldOffset(54 * 8)] public delegate* unmanaged[Cdecl]<OrtValue*, void*, nuint, nuint*, nuint, OrtStatus*> GetStringTensorContent;
    [FieldOffset(81 * 8)] public delegate* unmanaged[Cdecl]<OrtValue*, nuint*, OrtStatus*> GetValueCount;
    [FieldOffset(80 * 8)] public delegate* unmanaged[Cdecl]<OrtValue*, int, OrtAllocator*, OrtValue**, OrtStatus*> GetValue;
    [FieldOffset(96 * 8)] public delegate* unmanaged[Cdecl]<OrtValue*, void> ReleaseValue;
}
