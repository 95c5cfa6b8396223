namespace ActorInference.Video;

/// <summary>
/// A stream without an end from a web server, read by us and not by FFmpeg, so that the connection over which it was looked at is the one that brings its frames: a second one costs time,
/// and is more than some servers have.
/// </summary>
internal static class WebStream
{
    /// <summary>
    /// What the server answers, to be carried to FFmpeg; null where FFmpeg is to open the address itself: what has a length is a file, in which it may have to seek, and playlists lead elsewhere.
    /// FFmpeg also knows more ways than this: encryption whatever the certificate, passwords, options of its own; and it says why a server cannot be reached.
    /// </summary>
    public static async Task<StreamPump?> OpenAsync(VideoSource source, CancellationToken cancel)
    {
        if (!Uri.TryCreate(source.Location, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp || address.UserInfo.Length > 0 || source.Arguments.Count > 0) return null;
        var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode && answer.Content.Headers.ContentLength is null && !IsPlaylist(answer))
            {
                // Disposing the client ends a read that is under way.
                return new StreamPump(await answer.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false), new Owned(client, answer));
            }
        }
        catch (Exception refused) when (refused is HttpRequestException or IOException or OperationCanceledException or UriFormatException)
        {
            // FFmpeg says it better, or can.
        }

        client.Dispose();
        return null;
    }

    private static bool IsPlaylist(HttpResponseMessage answer)
    {
        var type = answer.Content.Headers.ContentType?.MediaType ?? "";
        return type.Contains("mpegurl", StringComparison.OrdinalIgnoreCase) || type.Contains("xml", StringComparison.OrdinalIgnoreCase) || type.StartsWith("text/", StringComparison.OrdinalIgnoreCase);
    }

    private sealed class Owned(HttpClient client, HttpResponseMessage answer) : IDisposable
    {
        public void Dispose()
        {
            answer.Dispose();
            client.Dispose();
        }
    }
}
