// Predicts with the model that this project carries, or with another one: CreditRisk.Consumer [model.zip]
using System.Globalization;
using ModelBuilderApp;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is [string path])
    CreditRisk.ModelPath = path;
Applicants.PrintPredictions();
CreditRisk.PredictEngine.Value.Dispose();
