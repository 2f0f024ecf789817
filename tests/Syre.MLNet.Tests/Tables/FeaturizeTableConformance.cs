using Microsoft.ML;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Tables;

[TestClass]
public sealed class FeaturizeTableConformance : EstimatorConformance
{
    protected override EstimatorCase Case { get; } = new()
    {
        Estimator = ml => ml.Transforms.FeaturizeTable(outputColumnName: "Output", ignoredColumnNames: ["Weight"]),
        Engine = new EngineProbe<Customer, VectorPrediction>(Customer.Rows(5, seed: 2)),
        Inputs =
        [
            new("customers", InputRole.Valid, ml => Customer.View(ml)),
            new("other columns", InputRole.TrainingOnly, ml => TestData.Binary(ml)),
            new("no weights", InputRole.Invalid, ml => ml.Data.LoadFromEnumerable(TextData.Odd)),
        ],
    };
}
