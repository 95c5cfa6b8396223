using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActorInference.Configuration;
using Akka.Actor;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorInference.Akka.Tests.Documents;

/// <summary>What docs/cluster.md says of TLS is so.</summary>
[Collection(nameof(Alone))]
public sealed class TlsDocumentTests
{
    private const string Password = "a word";

    [Fact]
    public async Task Configuration_in_the_page_has_members_predict_for_each_other_over_tls()
    {
        using var folder = new TemporaryFolder();
        var certificate = folder.File("node.pfx");
        await File.WriteAllBytesAsync(certificate, Certificate());
        var block = (await File.ReadAllTextAsync(Path.Combine(TestData.Repository, "docs", "cluster.md"))).Split("```hocon\n").Skip(1).Select(block => block.Split("```")[0]).Single(block => block.Contains("enable-ssl", StringComparison.Ordinal));
        var file = folder.File("my.conf");
        await File.WriteAllTextAsync(file, block
            .Replace("config/cluster.conf", Path.Combine(TestData.Repository, "config", "cluster.conf"), StringComparison.Ordinal)
            .Replace("node.pfx", certificate, StringComparison.Ordinal));

        var port = FreePort.Of("127.0.0.1");
        using var first = Start(ClusterFrontend.Role, port);
        var cluster = AkkaCluster.Get(first);
        Assert.Equal($"akka.ssl.tcp://actorinference@127.0.0.1:{port}", $"{cluster.SelfAddress}");
        using var second = Start(ClusterNode.Role, 0);
        await using var predictor = new TestPredictor();
        ClusterNode.Start(second, "m", predictor);
        await using (var over = (await AkkaPredictor.ConnectAsync(first, ClusterFrontend.Start(first, "m")).WaitAsync(Until.Limit)).Value)
        {
            using var large = (await over.PredictAsync(Tensor.From(new float[100_000], [1, 100_000])).WaitAsync(Until.Limit)).Value; // in chunks
            Assert.Equal(100_000, large.Tensor.Span<float>().Count(1));
        }

        foreach (var system in new[] { second, first }) await system.Terminate().WaitAsync(Until.Limit);

        ActorSystem Start(string role, int own)
        {
            var variables = new Dictionary<string, string> { ["ROLE"] = role, ["NODE_PORT"] = $"{own}", ["SEED"] = $"127.0.0.1:{port}", ["CERTIFICATE_PASSWORD"] = Password };
            var seeds = AkkaConfiguration.Of(ActorInferenceConfiguration.Load(new ConfigurationSources { File = file, Environment = variables }).Value).Value.GetStringList("akka.cluster.seed-nodes");
            return ActorSystem.Create(ClusterSystem.Name, ClusterSystem.ConfigurationOf(
                file, variables, ("akka.remote.dot-netty.tcp.ssl.suppress-validation", "true"), ("akka.cluster.seed-nodes", $"[\"{seeds.Single()}\"]"))); // as the page has them: what is under test must not be overridden
        }
    }

    private static byte[] Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return certificate.Export(X509ContentType.Pfx, Password);
    }
}
