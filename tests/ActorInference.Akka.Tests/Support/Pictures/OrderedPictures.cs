using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace ActorInference.Akka.Tests;

/// <summary>Encoded pictures through streams to nodes, one stream after the other: where one is lost the next begins with the first picture that had no outcome. Asserts that each has one result, its own, in order.</summary>
internal sealed class OrderedPictures(ActorSystem system)
{
    private int _results;

    /// <summary>How many pictures have had their result.</summary>
    public int Results => Volatile.Read(ref _results);

    /// <summary>Streams that were lost.</summary>
    public int Lost { get; private set; }

    /// <summary>Runs pictures 0 to <paramref name="count"/>.</summary>
    public async Task Run(int count, int width)
    {
        while (Results < count)
        {
            try
            {
                await Source.From(Enumerable.Range(Results, count - Results))
                    .Select(number => Encoded(new NumberedPicture(number, width)))
                    .Via(ClusterPipeline.Flow<Tensor, Tensor>(system, TestCluster.Model))
                    .RunForeach(Check, system.Materializer());
                Assert.Equal(count, Results);
            }
            catch (InferenceException problem) when (problem.Kind == ErrorKind.DeviceLost)
            {
                Lost++;
            }
        }

        void Check(Outcome<Tensor> outcome)
        {
            using var encoded = outcome.Value;
            new NumberedPicture(Results, width).AssertNegative(encoded.Bytes().ToArray());
            Interlocked.Increment(ref _results);
        }
    }

    private static Tensor Encoded(NumberedPicture picture)
    {
        var bytes = picture.Encode();
        return Tensor.From(bytes, [bytes.Length]);
    }
}
