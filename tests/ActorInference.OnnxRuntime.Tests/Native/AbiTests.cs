using System.Reflection;
using System.Runtime.InteropServices;
using ActorInference.OnnxRuntime.Native;

namespace ActorInference.OnnxRuntime.Tests.Native;

/// <summary>Holds our picture of the native table against the published order of slots and against the library that is loaded.</summary>
public sealed unsafe class AbiTests
{
    private static readonly FieldInfo[] Functions = typeof(OrtApiTable).GetFields(BindingFlags.Public | BindingFlags.Instance);

    [DataFact]
    public void Every_function_stands_at_its_published_slot()
    {
        var published = File.ReadLines(TestData.Path("ort-api-slots.tsv"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('\t'))
            .ToDictionary(parts => parts[1], parts => int.Parse(parts[0]));

        Assert.NotEmpty(Functions);
        foreach (var function in Functions) Assert.Equal((function.Name, published[function.Name]), (function.Name, Slot(function)));
    }

    [Fact]
    public void No_two_functions_share_a_slot() => Assert.Distinct(Functions.Select(Slot));

    [Fact]
    public void The_loaded_library_has_every_function()
    {
        var table = LoadTable();
        foreach (var function in Functions) Assert.True(table[Slot(function)] != 0, $"{function.Name} is null");
    }

    [Fact]
    public void Statuses_carry_the_codes_we_know()
    {
        var table = LoadTable();
        var create = (delegate* unmanaged[Cdecl]<int, byte*, OrtStatus*>)table[0];
        var api = (OrtApiTable*)table;
        foreach (var code in Enum.GetValues<OrtErrorCode>().Where(code => code != OrtErrorCode.Ok))
        {
            fixed (byte* text = "text"u8)
            {
                var status = create((int)code, text);
                Assert.Equal(code, api->GetErrorCode(status));
                Assert.Equal("text", Marshal.PtrToStringUTF8((nint)api->GetErrorMessage(status)));
                api->ReleaseStatus(status);
            }
        }
    }

    [Fact]
    public void Pointers_have_the_size_the_offsets_assume() => Assert.Equal(8, sizeof(nint));

    private static int Slot(FieldInfo function)
    {
        var offset = function.GetCustomAttribute<FieldOffsetAttribute>()!.Value;
        Assert.Equal(0, offset % 8);
        return offset / 8;
    }

    private static nint* LoadTable()
    {
        _ = new OnnxRuntimeSessionFactory();
        var library = NativeLibrary.Load(OnnxRuntimeSessionFactory.LibraryPath);
        var start = (delegate* unmanaged[Cdecl]<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase");
        return ((delegate* unmanaged[Cdecl]<uint, nint*>)start()[0])(30);
    }
}
