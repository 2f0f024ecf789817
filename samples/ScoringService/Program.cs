// Serves saved ML.NET models over HTTP, with stock packages only. README.md shows how to call it.
using ScoringService;

await ScoringApp.Build(args).RunAsync();
