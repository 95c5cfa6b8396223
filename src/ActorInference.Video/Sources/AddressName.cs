namespace ActorInference.Video;

/// <summary>Tells addresses from paths, and keeps passwords out of messages.</summary>
internal static class AddressName
{
    /// <summary>Whether the text begins with a scheme such as <c>rtsp://</c>.</summary>
    public static bool IsAddress(string text)
    {
        var end = text.IndexOf("://", StringComparison.Ordinal);
        return end > 1 && char.IsAsciiLetter(text[0]) && text.AsSpan(0, end).IndexOfAnyExcept(SchemeCharacters) < 0;
    }

    /// <summary>The address without <c>user:password@</c>.</summary>
    public static string WithoutUser(string address)
    {
        var start = address.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start < 3) return address;
        var end = address.AsSpan(start).IndexOfAny('/', '?', '#');
        var at = (end < 0 ? address.AsSpan(start) : address.AsSpan(start, end)).LastIndexOf('@');
        return at < 0 ? address : string.Concat(address.AsSpan(0, start), address.AsSpan(start + at + 1));
    }

    private static readonly System.Buffers.SearchValues<char> SchemeCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
}
