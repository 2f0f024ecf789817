// Checks a saved ML.NET model before it is deployed: exit code 0 when it may go, 1 when it may not, 2 when there is nothing to check.
using System.CommandLine;
using CollapseGate;
using Syre.MLNet;
using Syre.Torch;

var model = new Argument<FileInfo>("model") { Description = "A model file saved by mlContext.Model.Save." }.AcceptExistingOnly();
var failOn = new Option<CollapseVerdict>("--fail-on")
{
    Description = "The least verdict that stops the model.",
    DefaultValueFactory = _ => CollapseVerdict.Collapsed,
};
var minRankRatio = new Option<double?>("--min-effective-rank-ratio")
{
    Description = "Least effective rank of every layer, over a random network's.",
};
var maxDead = new Option<double?>("--max-dead-share") { Description = "Largest share of dead units in any layer." };
var maxDuplicate = new Option<double?>("--max-duplicate-share") { Description = "Largest share of duplicated units in any layer." };
var maxError = new Option<double?>("--max-validation-error") { Description = "Largest validation error: share of wrong labels, or RMSE." };
var command = new RootCommand("Stops the deployment of a collapsed model.")
{
    model, failOn, minRankRatio, maxDead, maxDuplicate, maxError,
};
command.SetAction(arguments =>
{
    var gate = new Gate(
        arguments.GetValue(failOn),
        arguments.GetValue(minRankRatio),
        arguments.GetValue(maxDead),
        arguments.GetValue(maxDuplicate),
        arguments.GetValue(maxError));
    return Check(arguments.GetRequiredValue(model).FullName, gate);
});
ParseResult parsed = command.Parse(args);
return parsed.Errors.Count > 0 ? Math.Max(2, parsed.Invoke()) : parsed.Invoke();

static int Check(string path, Gate gate)
{
    IReadOnlyList<CollapseReport> reports;
    try
    {
        reports = SyreModelFile.ReadReports(path);
    }
    catch (InvalidDataException e)
    {
        Console.Error.WriteLine(e.Message);
        return 2;
    }
    if (reports.Count == 0)
    {
        Console.Error.WriteLine($"'{path}' holds no collapse report; models of Syre.MLNet's trainers and of CollapseDiagnostics do.");
        return 2;
    }
    string[] objections = [.. reports.SelectMany(gate.Objections)];
    foreach (CollapseReport report in reports)
        Console.WriteLine(report);
    foreach (string objection in objections)
        Console.WriteLine($"Stopped: {objection}");
    if (objections.Length == 0)
        Console.WriteLine("Passed.");
    return objections.Length == 0 ? 0 : 1;
}
