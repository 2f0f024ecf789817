using System.Runtime.CompilerServices;
using TorchSharp;

namespace Syre.Torch.Tests;

/// <summary>A test that must dispose every tensor it makes; the count of its thread's live tensors is compared before and after.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NoTensorLeaksAttribute([CallerFilePath] string path = "", [CallerLineNumber] int line = -1)
    : TestMethodAttribute(path, line)
{
    public override async Task<TestResult[]> ExecuteAsync(ITestMethod testMethod)
    {
        TorchNative.EnsureLoaded();
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        int thread = Environment.CurrentManagedThreadId;
        TestResult[] results = await base.ExecuteAsync(testMethod);
        if (results.Any(result => result.Outcome != UnitTestOutcome.Passed))
            return results;
        long leaked = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount - before;
        string? failure = thread != Environment.CurrentManagedThreadId
            ? "The test changed threads, and live tensors are counted per thread."
            : leaked != 0 ? $"{leaked} tensor(s) made by this test are still alive."
            : null;
        if (failure is not null)
        {
            results[^1].Outcome = UnitTestOutcome.Failed;
            results[^1].TestFailureException = new AssertFailedException(failure);
        }
        return results;
    }
}
