using System.Globalization;
using Syre.Studies;
using Syre.Studies.Arms;
using Syre.Studies.Cost;
using Syre.Studies.Drift;
using Syre.Studies.Engines;
using Syre.Studies.Sigma0;
using Syre.Studies.Texts;
using Syre.Studies.Thresholds;
using Syre.Studies.Tuning;

IStudy[] studies =
[
    new Sigma0Study(), new ThresholdsStudy(), new CostStudy(), new DriftStudy(), new EngineStudy(), new TuningStudy(),
    .. ArmDescription.All().Select(arms => new ArmStudy(arms.Name, arms.Description)),
    .. TextArms.All().Select(arms => new TextStudy(arms.Name, arms.Description)),
];

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (studies.FirstOrDefault(study => study.Name == args.FirstOrDefault()) is not { } chosen)
{
    Console.Error.WriteLine(
        "Usage: <study> [--seeds 3] [--data FOLDER] [--epochs 256] [--max-rows 4000] [--tables NAME,NAME] [--out FILE]. The studies:");
    foreach (IStudy study in studies)
        Console.Error.WriteLine($"  {study.Name}  {study.Question}");
    return 1;
}
try
{
    StudySettings settings = StudySettings.Parse(args[1..]);
    using TextWriter output = settings.Out is { } path ? new StreamWriter(path) { AutoFlush = true } : Console.Out;
    RunDescription.Write(output, chosen, settings);
    chosen.Run(settings, output);
    return 0;
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
