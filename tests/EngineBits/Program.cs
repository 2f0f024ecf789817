// Trains every training of EngineTrainings and prints a line for what it runs on and a line for each: name, what computed its steps, and
// the SHA-256 of all that was learnt. The tests start it with other registers (DOTNET_EnableAVX512, DOTNET_EnableAVX2), numbers of threads
// and cultures, and compare.
//   EngineBits <threads> <culture> [training]
using System.Globalization;
using System.Runtime.Intrinsics;
using Syre.Cpu;
using Syre.Tests.EngineBits;

if (args is not [var threads, var culture, .. var only])
{
    Console.Error.WriteLine("usage: EngineBits <threads> <culture> [training]");
    return 2;
}
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
int count = int.Parse(threads, CultureInfo.InvariantCulture);
Console.WriteLine(FormattableString.Invariant(
    $"512 bits: {Vector512.IsHardwareAccelerated}, fused: {CpuSupport.HasFusedMultiplyAdd}, registers: {(int)CpuSupport.Widest}, {0.5:n1}") +
    string.Create(CultureInfo.CurrentCulture, $" {0.5:n1}"));
foreach ((string name, Func<int, TrainedNetwork> train) in EngineTrainings.All)
{
    if (only is [var chosen] && chosen != name)
        continue;
    TrainedNetwork trained = train(count);
    Console.WriteLine($"{name}: {trained.Engine}, {trained.Hash}");
}
return 0;
