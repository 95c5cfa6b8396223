using Xunit.Abstractions;
namespace ActorInference.Imaging.Tests.Decoding;
public sealed class Tour(ITestOutputHelper o) : LeakChecked
{
    [DataFact]
    public void Tour_all()
    {
        Directory.CreateDirectory("/tmp/w/tour");
        Libvips.Logger = null;
        o.WriteLine($"{Libvips.Version} {Libvips.LoadedFrom} missing:{string.Join(',', Libvips.MissingFunctions())} reads {string.Join(',', Libvips.ReadableFormats)}");
        foreach (var lenient in new[] { false, true })
        foreach (var f in Directory.GetFiles(TestData.Path("pictures"), "*", SearchOption.AllDirectories).Order())
        {
            var d = new PictureDecoder(new() { Lenient = lenient });
            var t = TimeProvider.System.GetTimestamp();
            var r = d.DecodeFile(f);
            var ms = TimeProvider.System.GetElapsedTime(t).TotalMilliseconds;
            if (r.TryGet(out var p, out var e))
            {
                using (p) new PictureEncoder().Save(p, $"/tmp/w/tour/{(lenient ? "L_" : "")}{Path.GetFileName(f)}.png");
                if (!lenient) o.WriteLine($"{ms:F1} ok {p}");
            }
            else o.WriteLine($"{ms:F1} {(lenient ? "LENIENT " : "")}{e.Kind} {e.Message}");
        }
        o.WriteLine($"misuses {Libvips.Misuses} tracked {Libvips.TrackedBytes}");
    }
}
