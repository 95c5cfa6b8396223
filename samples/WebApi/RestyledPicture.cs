using ActorInference;

namespace WebApi;

/// <summary>What became of one picture of several: <see cref="Picture"/>, or <see cref="Error"/>.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Name">Its file name.</param>
/// <param name="Status">The HTTP status that it would have had alone.</param>
/// <param name="Picture">The restyled picture, a JPEG; base64 in JSON.</param>
/// <param name="Error">Why there is none.</param>
internal sealed record RestyledPicture(long Index, string Name, int Status, byte[]? Picture, PictureError? Error)
{
    public static RestyledPicture Of(IFormFile file, ItemOutcome<byte[]> outcome) => outcome.TryGet(out var picture, out var failure)
        ? new(outcome.Item, file.FileName, StatusCodes.Status200OK, picture, null)
        : new(outcome.Item, file.FileName, failure.Kind.HttpStatus(), null, new(failure.Kind.Name(), failure.Message));
}

/// <summary>Why a picture was not restyled.</summary>
/// <param name="Kind">The kind of error, such as <c>invalid-input</c>.</param>
/// <param name="Message">One line.</param>
internal sealed record PictureError(string Kind, string Message);
