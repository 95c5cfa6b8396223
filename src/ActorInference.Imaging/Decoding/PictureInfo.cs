namespace ActorInference.Imaging;

/// <summary>What a picture's header says.</summary>
/// <param name="Format">The file format.</param>
/// <param name="Size">The upright size.</param>
/// <param name="Bands">Channels as stored: 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha or CMYK.</param>
/// <param name="Orientation">EXIF's orientation tag, 1 where there is none.</param>
/// <param name="Pages">Pictures in the file, such as the frames of an animation, 1 or more; the first is what is decoded.</param>
public sealed record PictureInfo(PictureFormat Format, PictureSize Size, int Bands, int Orientation, int Pages);
