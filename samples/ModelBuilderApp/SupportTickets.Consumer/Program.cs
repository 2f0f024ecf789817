// Predicts with the model that this project carries, or with another one: SupportTickets.Consumer [model.zip]
using System.Globalization;
using ModelBuilderApp;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is [string path])
    SupportTickets.ModelPath = path;
Examples.PrintPredictions();
SupportTickets.PredictEngine.Value.Dispose();
