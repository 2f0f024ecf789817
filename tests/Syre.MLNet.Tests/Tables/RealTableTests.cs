using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Conformance;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.Tables;

/// <summary>Tables as they are found, from the file to a saved model. They need the folder that <c>SYRE_DATA</c> names.</summary>
[TestClass]
public sealed class RealTableTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Adult()
    {
        TablePlan plan = Train("adult/train.csv", "income", TableLabelKind.Boolean);
        Assert.AreEqual(108, plan.Slots);
        Assert.AreEqual(8, Count(plan, TableColumnKind.Category));
        Assert.AreEqual(6, Count(plan, TableColumnKind.Number));
        StringAssert.Contains(Find(plan, "income").Reason, "'>50K' is true");
        StringAssert.Contains(Find(plan, "workclass").Reason, "8 levels, one for the 1836 missing");
    }

    [TestMethod]
    public void Telco_churn()
    {
        TablePlan plan = Train("telco_churn/data.csv", "Churn", TableLabelKind.Boolean);
        Assert.AreEqual(46, plan.Slots);
        StringAssert.Contains(Find(plan, "TotalCharges").Reason, "11 are missing");
    }

    [TestMethod]
    public void Titanic()
    {
        TablePlan plan = Train("titanic/data.csv", "Survived", TableLabelKind.Boolean);
        Assert.AreEqual(TableColumnKind.Identifier, Find(plan, "PassengerId").Kind);
        Assert.AreEqual(TableColumnKind.Text, Find(plan, "Name").Kind);
        Assert.AreEqual(2, Find(plan, "Cabin").Slots);
        Assert.AreEqual(2, Find(plan, "Age").Slots);
    }

    [TestMethod]
    public void Houses()
    {
        TablePlan plan = Train("king_county_houses/data.csv.gz", "price", TableLabelKind.Number);
        Assert.AreEqual(TableColumnKind.Date, Find(plan, "date").Kind);
        Assert.AreEqual(18, Count(plan, TableColumnKind.Number));
        Assert.AreEqual(22, plan.Slots);
    }

    private static int Count(TablePlan plan, TableColumnKind kind) => plan.Columns.Count(column => column.Kind == kind);

    private static TablePlanColumn Find(TablePlan plan, string name) => plan.Columns.Single(column => column.Name == name);

    /// <summary>From the file to a model that is saved, loaded and scores the same.</summary>
    private TablePlan Train(string file, string label, TableLabelKind kind)
    {
        if (Environment.GetEnvironmentVariable("SYRE_DATA") is not { Length: > 0 } folder)
        {
            Assert.Inconclusive("SYRE_DATA names no folder of data sets.");
            return null!;
        }
        IDataView table = _ml.Data.LoadTable(Path.Combine(folder, "tabular", file));
        FeaturizeTableTransformer features = _ml.Transforms.FeaturizeTable(label, kind).Fit(table);
        IDataView some = features.Transform(_ml.Data.TakeRows(table, 500));
        SyreNetworkOptions options = Small.Options with { LabelColumnName = label, Epochs = 2 };
        using SyreNetworkTransformer network = kind == TableLabelKind.Boolean
            ? _ml.BinaryClassification.Trainers.SyreNetwork(options).Fit(some)
            : _ml.Regression.Trainers.SyreNetwork(options).Fit(some);
        TransformerChain<SyreNetworkTransformer> model = features.Append(network);
        using var saved = new MemoryStream();
        _ml.Model.Save(model, table.Schema, saved);
        ITransformer loaded = new MLContext().Model.LoadSurely(saved, out _);
        IDataView rows = _ml.Data.TakeRows(table, 200);
        Values.MustBeSame(Values.Rows(model.Transform(rows), "Score"), Values.Rows(loaded.Transform(rows), "Score"), 1e-5, file);
        (loaded as IDisposable)?.Dispose();
        return features.Plan;
    }
}
