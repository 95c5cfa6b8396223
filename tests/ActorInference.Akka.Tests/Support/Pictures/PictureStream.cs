using ActorInference.Imaging;
using Akka.Actor;

namespace ActorInference.Akka.Tests;

/// <summary>
/// Encoded pictures through a cluster, as an application has them: decoded, turned into tensors, restored and encoded on the frontend's machine by a pipeline of Akka.NET's streams, and predicted on the nodes.
/// Asserts that each has one result, which is its own.
/// </summary>
internal sealed class PictureStream(ActorSystem system, IActorRef target)
{
    private const int Predictions = 32;

    private int _results;

    /// <summary>How many pictures have had their result, in all runs.</summary>
    public int Results => _results;

    /// <summary>Runs pictures of different numbers, as many as there are: how many there were.</summary>
    public async Task<int> Run(IEnumerable<NumberedPicture> pictures)
    {
        var given = 0;
        var had = new HashSet<int>();
        await using var predictor = (await AkkaPredictor.ConnectAsync(system, target)).Value;
        await foreach (var outcome in Describe(predictor).RunAsync(pictures.Select(Count), engine: new AkkaEngine(system)))
        {
            var (picture, bytes) = outcome.Value;
            picture.AssertNegative(bytes);
            Assert.True(had.Add(picture.Number), $"a second result of {picture.Number}");
            Interlocked.Increment(ref _results);
        }

        Assert.Equal(given, had.Count);
        return given;

        NumberedPicture Count(NumberedPicture picture)
        {
            given++;
            return picture;
        }
    }

    private static Pipeline<NumberedPicture, Result> Describe(AkkaPredictor predictor)
    {
        var model = PictureModel.Of(predictor.Signature, new()).Value;
        var (preparer, restorer, encoder) = (new PicturePreparer(model.Preparation), new PictureRestorer(model.Encoding), new PictureEncoder());
        return Pipeline.Of<NumberedPicture>(new() { Ordered = false, MaxItemsInFlight = Predictions + 4 })
            .Preprocess(picture => preparer.Prepare(picture.Encode(), $"{picture.Number}").TryGet(out var prepared, out var wrong) ? (Outcome<Prepared>)new Prepared(picture, prepared) : wrong)
            .Predict(predictor, prepared => prepared.Content.Tensor, options: new() { Parallelism = Predictions })
            .Postprocess(predicted =>
            {
                using (predicted)
                {
                    var (picture, content) = predicted.Item;
                    if (!restorer.Restore(predicted.Tensor, 0, content.Placement).TryGet(out var restored, out var wrong)) return wrong;
                    using (restored) return encoder.Encode(restored, picture.Format).TryGet(out var bytes, out wrong) ? (Outcome<Result>)new Result(picture, bytes) : wrong;
                }
            });
    }

    private sealed record Prepared(NumberedPicture Picture, PreparedPicture Content) : IDisposable, IByteSized
    {
        public long ByteLength => Content.ByteLength;

        public void Dispose() => Content.Dispose();
    }

    private sealed record Result(NumberedPicture Picture, byte[] Bytes);
}
