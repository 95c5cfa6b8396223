using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace ActorInference.Imaging.Tests.Native;

public sealed unsafe class AbiTests : LeakChecked
{
    private static readonly Assembly Imaging = typeof(Libvips).Assembly;

    [Fact]
    public void Every_bound_function_is_in_the_loaded_library()
    {
        Assert.Empty(Libvips.MissingFunctions());
        Assert.InRange(Libvips.Functions().Count, 40, 80);
        Assert.Equal(Libvips.Functions().Count, Libvips.Functions().Distinct().Count());
        Assert.Contains("g_object_set_property", Libvips.Functions());
    }

    [Theory]
    [InlineData("GValue", 24)]
    [InlineData("VipsRect", 16)]
    public void Struct_has_the_size_that_the_library_expects(string name, int size) =>
        Assert.Equal(size, Marshal.SizeOf(Imaging.GetType($"ActorInference.Imaging.Native.{name}", throwOnError: true)!));

    [Theory]
    [InlineData("VipsKernel", "Nearest=nearest Linear=linear Cubic=cubic Lanczos3=lanczos3")]
    [InlineData("VipsFailOn", "None=none Error=error")]
    [InlineData("VipsAccess", "Sequential=sequential")]
    [InlineData("VipsInterpretation", "Cmyk=cmyk Srgb=srgb")]
    [InlineData("VipsBandFormat", "UChar=uchar")]
    [InlineData("VipsForeignSubsample", "On=on Off=off")]
    public void Enumeration_has_the_values_of_the_loaded_library(string name, string members)
    {
        using var decoded = TestPictures.Noise(2, 2); // an operation ran, so the types are registered
        TestPictures.Encode(TestPictures.Noise(2, 2), PictureFormat.Jpeg);
        var library = NativeLibrary.Load(Libvips.LoadedFrom);
        var typeFromName = (delegate* unmanaged[Cdecl]<nint, nuint>)NativeLibrary.GetExport(library, "g_type_from_name");
        var fromNick = (delegate* unmanaged[Cdecl]<nint, nuint, nint, int>)NativeLibrary.GetExport(library, "vips_enum_from_nick");
        var enumeration = Imaging.GetType($"ActorInference.Imaging.Native.{name}", throwOnError: true)!;
        var type = typeFromName(Utf8(name));
        Assert.NotEqual((nuint)0, type);
        foreach (var member in members.Split(' ').Select(pair => pair.Split('=')))
        {
            Assert.Equal(fromNick(Utf8("test"), type, Utf8(member[1])), Convert.ToInt32(Enum.Parse(enumeration, member[0])));
        }

        Assert.Equal(members.Split(' ').Length, Enum.GetNames(enumeration).Length);

        static nint Utf8(string text) => Marshal.StringToCoTaskMemUTF8(text); // a few bytes of a test
    }

    [Fact]
    public void Libvips_reads_what_is_promised()
    {
        Assert.True(Libvips.Version >= new Version(8, 16));
        foreach (var format in new[] { PictureFormat.Jpeg, PictureFormat.Png, PictureFormat.WebP, PictureFormat.Gif, PictureFormat.Tiff, PictureFormat.Heif })
        {
            Assert.Contains(format, Libvips.ReadableFormats);
        }
    }

    [Fact]
    public void Missing_library_is_one_error_that_names_the_file_and_the_setting()
    {
        const string Setting = "ACTORINFERENCE_LIBVIPS";
        var before = Environment.GetEnvironmentVariable(Setting);
        Environment.SetEnvironmentVariable(Setting, "/nowhere/libvips.so");
        try
        {
            // A second copy of the assembly has not loaded libvips yet; everything else it shares with this one.
            var copy = new AssemblyLoadContext("second").LoadFromAssemblyPath(Imaging.Location);
            var decoder = copy.GetType(typeof(PictureDecoder).FullName!)!;
            var thrown = Assert.Throws<TargetInvocationException>(() => Activator.CreateInstance(decoder, [null]));
            var exception = Assert.IsType<InferenceException>(thrown.InnerException);
            Assert.Equal(ErrorKind.NotFound, exception.Kind);
            Assert.Contains("/nowhere/libvips.so (no such file)", exception.Message, StringComparison.Ordinal);
            Assert.Contains(Setting, exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', exception.Message);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Setting, before);
        }
    }
}
