using System.Diagnostics.CodeAnalysis;

namespace ActorInference.Imaging.Native;

/// <summary>
/// One libvips operation: created by name, set by properties, run once, its outputs read, disposed. A property that does not exist is
/// a bug of ours; GObject reports it to the log, where <see cref="NativeLog.Criticals"/> counts it.
/// </summary>
internal sealed unsafe class VipsOperation : IDisposable
{
    private readonly OperationHandle _handle = new();
    private readonly string _nickname;

    public VipsOperation(string nickname)
    {
        _nickname = nickname;
        _handle.Take(Vips.OperationNew(nickname));
        if (_handle.IsInvalid) throw new InvalidOperationException($"This is a bug: libvips has no operation {nickname}: {VipsErrors.Take()}");
    }

    /// <summary>Whether this build of libvips has the operation.</summary>
    public static bool Exists(string nickname) => Vips.TypeFind("VipsOperation", nickname) != 0;

    public VipsOperation Set(string property, bool boolean)
    {
        var value = GValue.Of(GType.Boolean);
        GObject.ValueSetBoolean(ref value, boolean ? 1 : 0);
        return Apply(property, ref value);
    }

    public VipsOperation Set(string property, int number)
    {
        var value = GValue.Of(GType.Int);
        GObject.ValueSetInt(ref value, number);
        return Apply(property, ref value);
    }

    public VipsOperation Set(string property, double number)
    {
        var value = GValue.Of(GType.Double);
        GObject.ValueSetDouble(ref value, number);
        return Apply(property, ref value);
    }

    public VipsOperation Set(string property, string text)
    {
        var value = GValue.Of(GType.String);
        GObject.ValueSetString(ref value, text);
        return Apply(property, ref value);
    }

    public VipsOperation Set(string property, ImageHandle image) => SetObject(property, Vips.ImageGetType(), image);

    public VipsOperation Set(string property, SourceHandle source) => SetObject(property, Vips.SourceGetType(), source);

    public VipsOperation Set(string property, TargetHandle target) => SetObject(property, Vips.TargetGetType(), target);

    public VipsOperation Set(string property, ReadOnlySpan<double> numbers)
    {
        var value = GValue.Of(Vips.ArrayDoubleGetType());
        fixed (double* first = numbers) Vips.ValueSetArrayDouble(ref value, first, numbers.Length);
        return Apply(property, ref value);
    }

    /// <summary>Sets a member of an enumeration; its type must be known to GObject by now, which a created operation ensures.</summary>
    public VipsOperation Set<T>(string property, T member)
        where T : struct, Enum
    {
        var value = GValue.Of(GObject.TypeFromName(VipsEnums.TypeNameOf<T>()));
        GObject.ValueSetEnum(ref value, System.Runtime.CompilerServices.Unsafe.As<T, int>(ref member));
        return Apply(property, ref value);
    }

    /// <summary>Sets flags.</summary>
    public VipsOperation SetFlags(string property, string typeName, uint flags)
    {
        var value = GValue.Of(GObject.TypeFromName(typeName));
        GObject.ValueSetFlags(ref value, flags);
        return Apply(property, ref value);
    }

    /// <summary>Runs it; false, with what libvips and the further <paramref name="writers"/> below it said, when it fails.</summary>
    public bool TryRun([NotNullWhen(false)] out string? error, params ReadOnlySpan<string> writers)
    {
        error = Vips.ObjectBuild(_handle) == 0 ? null : VipsErrors.Take([_nickname, .. writers]);
        return error is null;
    }

    /// <summary>An output picture of an operation that ran; the caller disposes it.</summary>
    public ImageHandle TakeImage(string property)
    {
        var value = GValue.Of(Vips.ImageGetType());
        GObject.GetProperty(_handle, property, ref value);
        var image = new ImageHandle();
        image.Take(GObject.ValueDupObject(value));
        GObject.ValueUnset(ref value);
        return image;
    }

    public void Dispose()
    {
        if (!_handle.IsInvalid) Vips.ObjectUnrefOutputs(_handle);
        _handle.Dispose();
    }

    private VipsOperation SetObject(string property, nuint type, GObjectHandle instance)
    {
        var value = GValue.Of(type);
        GObject.ValueSetObject(ref value, instance);
        return Apply(property, ref value);
    }

    private VipsOperation Apply(string property, ref GValue value)
    {
        GObject.SetProperty(_handle, property, value);
        GObject.ValueUnset(ref value);
        return this;
    }
}
