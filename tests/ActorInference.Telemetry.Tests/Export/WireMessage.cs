using Google.Protobuf;

namespace ActorInference.Telemetry.Tests.Export;

/// <summary>A protobuf message of which only the wire format is known: its fields by their numbers.</summary>
internal sealed class WireMessage
{
    private readonly List<(int Field, ulong Number, ByteString? Bytes)> _fields = [];

    public WireMessage(ByteString bytes)
    {
        using var input = bytes.CreateCodedInput();
        while (input.ReadTag() is var tag and not 0)
        {
            var field = WireFormat.GetTagFieldNumber(tag);
            _fields.Add(WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => (field, input.ReadUInt64(), null),
                WireFormat.WireType.Fixed64 => (field, input.ReadFixed64(), null),
                WireFormat.WireType.Fixed32 => (field, input.ReadFixed32(), null),
                WireFormat.WireType.LengthDelimited => (field, 0, input.ReadBytes()),
                var other => throw new InvalidDataException($"Field {field} has wire type {other}."),
            });
        }
    }

    public bool Has(int field) => _fields.Any(candidate => candidate.Field == field);

    public ulong Number(int field) => _fields.SingleOrDefault(candidate => candidate.Field == field).Number;

    public double Double(int field) => BitConverter.UInt64BitsToDouble(Number(field));

    public string Text(int field) => Bytes(field).ToStringUtf8();

    public ByteString Bytes(int field) => _fields.SingleOrDefault(candidate => candidate.Field == field).Bytes ?? ByteString.Empty;

    public IEnumerable<WireMessage> Messages(int field) => _fields.Where(candidate => candidate.Field == field).Select(candidate => new WireMessage(candidate.Bytes!));

    /// <summary>Numbers of 8 bytes each, packed.</summary>
    public ulong[] Packed(int field) => [.. Bytes(field).ToByteArray().Chunk(sizeof(ulong)).Select(bytes => BitConverter.ToUInt64(bytes))];
}
