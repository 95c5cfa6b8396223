using System.Diagnostics;

namespace ActorInference.Video.Tests;

/// <summary>GStreamer's RTSP server as another process, with a moving test picture of 64x48 that has no end. Disposing kills it.</summary>
internal sealed class RtspServer : IDisposable
{
    // The Python that Debian's packages belong to, whatever other one is on the PATH.
    private const string Python = "/usr/bin/python3";

    private const string Begin = "import sys, gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import Gst, GstRtspServer, GLib; Gst.init(None); ";

    private const string Check = Begin + "sys.exit(not all(Gst.ElementFactory.find(name) for name in ['videotestsrc', 'jpegenc', 'rtpjpegpay']))";

    private const string Serve = Begin + """
        server = GstRtspServer.RTSPServer(); server.set_address('127.0.0.1'); server.set_service(sys.argv[1])
        factory = GstRtspServer.RTSPMediaFactory()
        factory.set_launch('( videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=64,height=48,framerate=25/1 ! jpegenc ! rtpjpegpay name=pay0 pt=26 )')
        server.get_mount_points().add_factory('/camera', factory)
        server.attach(None); print(server.get_bound_port(), flush=True); GLib.MainLoop().run()
        """;

    private readonly Process _process;

    /// <summary>Starts it, on any free port where <paramref name="port"/> is 0; returns when it listens.</summary>
    public RtspServer(int port = 0)
    {
        _process = Process.Start(new ProcessStartInfo(Python, ["-c", Serve, $"{port}"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        Port = int.Parse(_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The RTSP server did not start."));
    }

    /// <summary>Why there is none; null when there is.</summary>
    public static string? Missing { get; } =
        IsThere() ? null : "There is no RTSP server: install the packages gir1.2-gst-rtsp-server-1.0, python3-gi, gstreamer1.0-plugins-base and gstreamer1.0-plugins-good.";

    public int Port { get; }

    public VideoSource Source => VideoSource.Address($"rtsp://127.0.0.1:{Port}/camera");

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static bool IsThere()
    {
        if (!File.Exists(Python)) return false;
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", Check]) { UseShellExecute = false, RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
