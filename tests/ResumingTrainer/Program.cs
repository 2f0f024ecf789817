// Trains with checkpoints, to be killed while it does; and kills such processes.
//   ResumingTrainer fit <training> <folder> <result>
//       trains with checkpoints in the folder, or without any where it is "-", and writes what came of it to a file
//   ResumingTrainer kill <kills> [seed]
//       kills such processes (SIGKILL) at random moments, starts each again, and compares with a training that was not stopped;
//       exit code 1 where a bit differs
// The long tests ask for 20 kills. For more: dotnet run --project tests/ResumingTrainer -- kill 100
using System.Globalization;
using Syre.Tests.Resuming;

switch (args)
{
    case ["fit", var training, var folder, var result]:
        var settings = new RunSettings(folder == "-" ? null : folder) { Epochs = 100, Rows = 400 };
        File.WriteAllText(result, Trainings.All[training](settings));
        return 0;
    case ["kill", var kills, .. var seed]:
        return new Killing(seed is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : Environment.TickCount)
            .Run(int.Parse(kills, CultureInfo.InvariantCulture)) ? 0 : 1;
    default:
        Console.Error.WriteLine("usage: ResumingTrainer fit <training> <folder> <result> | kill <kills> [seed]");
        return 2;
}
