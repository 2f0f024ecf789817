// A model that is retrained every month: from the file of the month before or anew, with and without syre, and whether it still learns.
// MonthlyRetrain [wires|electricity|bicycles] [--data FOLDER] [--months N] [--epochs N] [--seeds N] [--page FILE]
using System.CommandLine;
using System.Globalization;
using Microsoft.ML;
using MonthlyRetrain;
using Syre.Reporting;
using Syre.Torch;

var name = new Argument<string>("stream")
{
    Description = "wires (abrupt change, comes with the sample), electricity or bicycles (slow drift, from --data).",
    DefaultValueFactory = _ => "wires",
};
name.AcceptOnlyFromAmong("wires", "electricity", "bicycles");
var data = new Option<string?>("--data")
{
    Description = "The folder with tabular/elec2 and tabular/bike_sharing_hour; default: SYRE_DATA.",
};
var months = new Option<int>("--months") { Description = "Months of wires.", DefaultValueFactory = _ => 40 };
var epochs = new Option<int>("--epochs") { Description = "Epochs of each training.", DefaultValueFactory = _ => 4 };
var seeds = new Option<int>("--seeds") { Description = "Seeds are 1 to this.", DefaultValueFactory = _ => 1 };
var page = new Option<string?>("--page") { Description = "Where the worn network's plasticity report is written as a page of HTML." };
var command = new RootCommand("Retrains a model month by month, and says whether it still learns.")
{
    name, data, months, epochs, seeds, page,
};
command.SetAction(arguments =>
{
    CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
    string folder = Directory.CreateTempSubdirectory("monthly-retrain").FullName;
    try
    {
        var results = Arm.All.ToDictionary(arm => arm, _ => new List<IReadOnlyList<double>>());
        for (int seed = 1; seed <= arguments.GetValue(seeds); seed++)
        {
            var mlContext = new MLContext(seed);
            IMonthlyStream stream = Create(
                mlContext, arguments.GetRequiredValue(name), arguments.GetValue(data), arguments.GetValue(months), seed);
            if (seed == 1)
                Console.WriteLine($"{stream.Description}.\nA network each month; {stream.MeasureName} on rows that it has not seen.\n");
            var contest = new Contest(
                mlContext, stream, Arm.Shared with { Epochs = arguments.GetValue(epochs), Seed = seed }, folder);
            foreach (Arm arm in Arm.All)
            {
                results[arm].Add(
                    contest.Run(arm, (month, measure) => Progress($"seed {seed}, {arm.Name}, month {month + 1}: {measure:g4}")));
            }
            Progress("");
            if (seed < arguments.GetValue(seeds))
                continue;
            Summary.Write(stream, results);
            foreach (Arm arm in Arm.All.Where(arm => arm.CarriesOn))
            {
                PlasticityReport plasticity = contest.Plasticity(arm);
                Console.WriteLine($"\n{plasticity}");
                if (arm.Name == Arm.NoDecay && arguments.GetValue(page) is { } path)
                    plasticity.SaveHtml(path);
            }
        }
        return 0;
    }
    catch (FileNotFoundException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
});
return command.Parse(args).Invoke();

static IMonthlyStream Create(MLContext mlContext, string name, string? data, int months, int seed) => name switch
{
    "electricity" => new ElectricityStream(mlContext, Find("elec2", data)),
    "bicycles" => new BicycleStream(mlContext, Find("bike_sharing_hour", data)),
    _ => new WiresStream(mlContext, months, seed),
};

static string Find(string set, string? data)
{
    string folder = Path.Combine(data ?? Environment.GetEnvironmentVariable("SYRE_DATA") ?? ".", "tabular", set);
    string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "data.csv*") : [];
    return files.Length > 0
        ? files[0]
        : throw new FileNotFoundException($"There is no data.csv in '{folder}'. Name the folder of the sets by --data or SYRE_DATA.");
}

static void Progress(string line)
{
    if (!Console.IsErrorRedirected)
        Console.Error.Write($"\r{line,-70}\r");
}
