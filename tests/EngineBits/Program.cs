// Trains every training of EngineTrainings. Prints a line for what it runs on, and a line for each: name, the SHA-256 of all that was
// learnt, and what computed its steps. Why that, it writes to the errors.
// The tests start it with other registers (DOTNET_EnableAVX512, DOTNET_EnableAVX2), numbers of threads and cultures, and compare.
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
Console.WriteLine(
    $"512 bits: {Vector512.IsHardwareAccelerated}, fused: {CpuSupport.HasFusedMultiplyAdd}, registers: {(int)CpuSupport.Widest}, " +
    $"half: {0.5:n1}");
foreach ((string name, Func<TrainingSettings, TrainedNetwork> train) in EngineTrainings.All)
{
    if (only is [var chosen] && chosen != name)
        continue;
    string reason = "";
    TrainedNetwork trained = train(new TrainingSettings(count, message => reason = message));
    Console.WriteLine($"{name}: {trained.Hash} {trained.Engine}");
    Console.Error.WriteLine($"{name}: {reason}");
}
return 0;
