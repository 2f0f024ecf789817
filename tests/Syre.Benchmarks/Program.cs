using System.Globalization;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Syre.Benchmarks;
using Syre.Benchmarks.ColdFit;
using Syre.Torch;

if (args is [BusyProcesses.Argument, var wantedBy])
{
    BusyProcesses.Spin(int.Parse(wantedBy, CultureInfo.InvariantCulture));
    return;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case [Breakdown.Option, ..]:
        Breakdown.Print(Console.Out, args);
        return;
    case [Breakdown.ChildOption]:
        Breakdown.RunChild(Console.Out);
        return;
    case [TextPrediction.Option, ..]:
        TorchNative.EnsureLoaded();
        TextPrediction.Print(Console.Out, args);
        return;
}
TorchNative.EnsureLoaded();
bool isQuick = args.Contains(BenchmarkConfig.QuickOption);
Summary[] summaries = [.. BenchmarkSwitcher
    .FromAssembly(typeof(BenchmarkConfig).Assembly)
    .Run([.. args.Where(arg => arg != BenchmarkConfig.QuickOption)], BenchmarkConfig.Create(isQuick))];

var table = new GoalTable();
foreach (Goal goal in Goal.All)
    table.Add(goal, summaries);
if (summaries.Any(summary => summary.BenchmarksCases.Any(c => c.Descriptor.Type == typeof(SyreVersusPlain))))
    table.AddMemory();
table.Print(Console.Out, isQuick);
