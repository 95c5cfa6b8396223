using System.Text.Encodings.Web;
using System.Text.Json;

namespace ActorInference.Formats.Json;

/// <summary>Writes values as <see cref="JsonValue"/> reads them: floats with as many digits as it takes to read them back equal.</summary>
internal static class JsonTensorWriter
{
    // The file is no web page: letters beyond ASCII stay readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Failure? Write(Stream stream, Value value)
    {
        Failure? failure;
        using (var json = new Utf8JsonWriter(stream, Options)) failure = Write(json, value);
        stream.WriteByte((byte)'\n');
        return failure;
    }

    private static Failure? Write(Utf8JsonWriter json, Value value)
    {
        Failure? failure = null;
        json.WriteStartObject();
        switch (value)
        {
            case Tensor tensor:
                failure = WriteTensor(json, tensor);
                break;
            case SequenceValue sequence:
                json.WriteStartArray("sequence");
                foreach (var item in sequence.Items) failure ??= Write(json, item);
                json.WriteEndArray();
                break;
            case MapValue map:
                json.WriteStartObject("map");
                json.WritePropertyName("keys");
                failure = Write(json, map.Keys);
                json.WritePropertyName("values");
                failure ??= Write(json, map.Values);
                json.WriteEndObject();
                break;
        }

        json.WriteEndObject();
        return failure;
    }

    private static Failure? WriteTensor(Utf8JsonWriter json, Tensor tensor)
    {
        if (tensor.ElementType == ElementType.String && StrictText.FirstUnsound(tensor.Strings()) is var unsound and >= 0)
        {
            return Malformed.Because($"element {unsound} is no sound Unicode text");
        }

        json.WriteString("type", tensor.ElementType.Name());
        json.WriteStartArray("shape");
        foreach (var dimension in tensor.Shape) json.WriteNumberValue(dimension);
        json.WriteEndArray();
        json.WriteStartArray("data");
        WriteElements(json, tensor);
        json.WriteEndArray();
        return null;
    }

    private static void WriteElements(Utf8JsonWriter json, Tensor tensor)
    {
        switch (tensor.ElementType)
        {
            case ElementType.Float32:
                Each<float>(json, tensor, static (to, x) => WriteFloat(to, x));
                break;
            case ElementType.Float64:
                Each<double>(json, tensor, static (to, x) => WriteDouble(to, x));
                break;
            case ElementType.Float16:
                Each<Half>(json, tensor, static (to, x) => WriteFloat(to, (float)x));
                break;
            case ElementType.BFloat16:
                Each<BFloat16>(json, tensor, static (to, x) => WriteFloat(to, x));
                break;
            case ElementType.Int8:
                Each<sbyte>(json, tensor, static (to, x) => to.WriteNumberValue(x));
                break;
            case ElementType.Int16:
                Each<short>(json, tensor, static (to, x) => to.WriteNumberValue(x));
                break;
            case ElementType.Int32:
                Each<int>(json, tensor, static (to, x) => to.WriteNumberValue(x));
                break;
            case ElementType.Int64:
                Each<long>(json, tensor, static (to, x) => to.WriteNumberValue(x));
                break;
            case ElementType.UInt8:
                Each<byte>(json, tensor, static (to, x) => to.WriteNumberValue(x));
                break;
            case ElementType.UInt16:
                Each<ushort>(json, tensor, static (to, x) => to.WriteNumberValue(x));
                break;
            case ElementType.UInt32:
                Each<uint>(json, tensor, static (to, x) => to.WriteNumberValue(x));
                break;
            case ElementType.UInt64:
                Each<ulong>(json, tensor, static (to, x) => to.WriteNumberValue(x));
                break;
            case ElementType.Bool:
                Each<bool>(json, tensor, static (to, x) => to.WriteBooleanValue(x));
                break;
            case ElementType.String:
                foreach (var text in tensor.Strings()) json.WriteStringValue(text);
                break;
            default:
                throw new ArgumentException($"not an element type: {tensor.ElementType}", nameof(tensor));
        }
    }

    private static void Each<T>(Utf8JsonWriter json, Tensor tensor, Action<Utf8JsonWriter, T> write)
        where T : unmanaged
    {
        // What one flush may hold: the writer would otherwise keep the whole text in memory.
        const int FlushBytes = 1 << 16;
        foreach (var element in tensor.Span<T>())
        {
            write(json, element);
            if (json.BytesPending > FlushBytes) json.Flush();
        }
    }

    private static void WriteFloat(Utf8JsonWriter json, float value)
    {
        if (float.IsFinite(value)) json.WriteNumberValue(value);
        else WriteWord(json, value);
    }

    private static void WriteDouble(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else WriteWord(json, value);
    }

    private static void WriteWord(Utf8JsonWriter json, double value) =>
        json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
}
