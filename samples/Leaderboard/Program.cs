// Trains every trainer of a board on every set of data with several seeds, and writes who did how well: as Markdown, CSV and a picture.
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using Leaderboard;
using Leaderboard.Sets;
using Leaderboard.Tables;
using Leaderboard.Trainers;
using Syre.Torch;

var boardName = new Argument<string>("board") { Description = "text, tabular, or a board of your own: a file of JSON." };
var data = new Option<string>("--data")
{
    Description = "A folder with a folder for each set. Default: that of the board's name in what SYRE_DATA names, " +
        "and this repository's data.",
};
var sets = new Option<string>("--sets") { Description = "Names of sets, with commas between them. Default: all that are there." };
var trainers = new Option<string>("--trainers") { Description = "Names of trainers, with commas between them. Default: all of the board." };
var seeds = new Option<int>("--seeds") { Description = "Seeds are 1 to this.", DefaultValueFactory = _ => 3 };
var folder = new Option<string>("--out")
{
    Description = "Where results, tables and the picture are.",
    DefaultValueFactory = _ => Path.Combine("artifacts", "leaderboard"),
};
var rows = new Option<int?>("--rows") { Description = "Most rows to train on. Default: all." };
var retry = new Option<bool>("--retry") { Description = "Do runs again that failed before." };
seeds.Validators.Add(result => Require(result, result.GetValueOrDefault<int>(), 1));
rows.Validators.Add(result => Require(result, result.GetValueOrDefault<int?>() ?? int.MaxValue, 10));
var command = new RootCommand("Compares trainers over sets of data and seeds.")
{
    boardName, data, sets, trainers, seeds, folder, rows, retry,
};
command.SetAction(arguments =>
{
    string temporary = Directory.CreateTempSubdirectory("leaderboard").FullName;
    CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
    Console.OutputEncoding = Encoding.UTF8;
    try
    {
        string name = arguments.GetRequiredValue(boardName);
        Board board = Board.Read(name);
        string shortName = Path.GetFileNameWithoutExtension(name);
        IReadOnlyList<string> roots = Roots(arguments.GetValue(data), shortName);
        IReadOnlyList<(DataSet Set, string Folder)> found = Chosen(
            SetFinder.Find(board, roots), set => set.Set.Name, arguments.GetValue(sets), "set");
        IReadOnlyList<Trainer> chosen = Chosen(board.Trainers, trainer => trainer.Name, arguments.GetValue(trainers), "trainer");
        int? mostRows = arguments.GetValue(rows);
        TorchNative.EnsureLoaded();
        new Contest(
            board,
            [.. found.Select(set => SetReader.Read(set.Set, set.Folder, mostRows, temporary))],
            chosen,
            new Circumstances(string.Join(' ', args), arguments.GetValue(seeds), mostRows),
            arguments.GetRequiredValue(folder),
            shortName).Run(arguments.GetValue(retry));
        return 0;
    }
    catch (Exception e) when (e is InvalidDataException or ArgumentException)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
    finally
    {
        Directory.Delete(temporary, recursive: true);
    }
});
return command.Parse(args).Invoke();

static void Require(OptionResult result, int value, int least)
{
    if (value < least)
        result.AddError($"{result.Option.Name} must be at least {least}.");
}

static IReadOnlyList<string> Roots(string? data, string board)
{
    string? all = Environment.GetEnvironmentVariable("SYRE_DATA");
    string ours = Path.Combine(AppContext.BaseDirectory, "data");
    string[] roots = data is not null ? [data] : string.IsNullOrEmpty(all) ? [ours] : [Path.Combine(all, board), ours];
    return Array.Find(roots, root => !Directory.Exists(root)) is { } missing
        ? throw new InvalidDataException($"The data folder '{missing}' does not exist.")
        : roots;
}

static IReadOnlyList<T> Chosen<T>(IReadOnlyList<T> all, Func<T, string> name, string? list, string what)
{
    string[] names = (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    if (all.Count == 0)
        throw new InvalidDataException($"There is no {what}.");
    if (names.Except(all.Select(name)).ToArray() is { Length: > 0 } unknown)
        throw new InvalidDataException($"Unknown {what}: {string.Join(", ", unknown)}; there are {string.Join(", ", all.Select(name))}.");
    return names.Length == 0 ? all : [.. all.Where(item => names.Contains(name(item)))];
}
