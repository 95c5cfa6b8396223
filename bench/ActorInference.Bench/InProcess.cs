using ActorInference.TestKit;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace ActorInference.Bench;

/// <summary>
/// How BenchmarkDotNet measures here: in this process. Its default is to generate, restore and build a project for each benchmark, which needs a feed
/// on the measuring machine and loses the settings of this repository's build (native files, warnings as errors).
/// </summary>
public sealed class InProcess : ManualConfig
{
    public InProcess()
    {
        // One invocation is a fixed number of operations and takes a good part of a second already: there is nothing to multiply (Monitoring).
        AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithStrategy(RunStrategy.Monitoring).WithWarmupCount(3).WithIterationCount(15));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumn(StatisticColumn.Median);
        WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(60)); // names of variants are to be read whole
        ArtifactsPath = Path.Combine(TestData.Repository, "artifacts", "benchmarks");
    }
}
