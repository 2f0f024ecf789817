// Does the paper's experiments with arms and intervals that the paper lacks, and writes what came of them: Markdown, CSV and pictures.
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using CollapseLab;
using Syre.Torch;

var verb = new Argument<string>("experiment")
{
    Description = $"all, report (writes the reports of the results that are there), or one of " +
        $"{string.Join(", ", Lab.Experiments.Select(experiment => experiment.Verb))}.",
};
var quick = new Option<bool>("--quick") { Description = "The small version: under a minute on two cores, the built-in images." };
var data = new Option<string>("--data")
{
    Description = "A folder with the folders mnist and fashion_mnist. Default: images in what SYRE_DATA names, else the built-in images.",
};
var seeds = new Option<int?>("--seeds") { Description = "Seeds are 1 to this. Default: the experiment's, at least 5; 3 with --quick." };
var folder = new Option<string>("--out")
{
    Description = "Where results, reports and pictures are.",
    DefaultValueFactory = _ => Path.Combine("artifacts", "collapse-lab"),
};
var workers = new Option<int>("--workers")
{
    Description = "Runs at once, each with one thread. Default: a run for each core.",
    DefaultValueFactory = _ => Environment.ProcessorCount,
};
seeds.Validators.Add(result => Require(result, result.GetValueOrDefault<int?>() ?? 1));
workers.Validators.Add(result => Require(result, result.GetValueOrDefault<int>()));
var command = new RootCommand("Does the paper's experiments.") { verb, quick, data, seeds, folder, workers };
command.SetAction(arguments =>
{
    CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
    Console.OutputEncoding = Encoding.UTF8;
    try
    {
        string name = arguments.GetRequiredValue(verb);
        IReadOnlyList<Experiment> chosen = Chosen(name);
        TorchNative.EnsureLoaded();
        var lab = new Lab(
            arguments.GetValue(quick), arguments.GetValue(seeds), arguments.GetValue(data), arguments.GetRequiredValue(folder));
        if (name == "report")
            lab.ReportAll();
        else
            lab.Run(chosen, arguments.GetValue(workers));
        return 0;
    }
    catch (InvalidDataException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();

static void Require(OptionResult result, int value)
{
    if (value < 1)
        result.AddError($"{result.Option.Name} must be at least 1.");
}

static IReadOnlyList<Experiment> Chosen(string name) => name switch
{
    "all" => Lab.Experiments,
    "report" => [],
    _ => Lab.Experiments.FirstOrDefault(experiment => experiment.Verb == name) is { } found
        ? [found]
        : throw new InvalidDataException($"There is no experiment '{name}'; expected all, report, or one of " +
            $"{string.Join(", ", Lab.Experiments.Select(experiment => experiment.Verb))}."),
};
