using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;

namespace Syre.MLNet.Tests.Training;

/// <summary>A key of more classes than a network can have is refused before memory is taken, and its remedy works.</summary>
[TestClass]
public sealed class KeyCountTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    private static IEnumerable<object[]> Trainers =>
    [
        [s_ml.MulticlassClassification.Trainers.SyreNetwork(Small.Options with { Epochs = 1 })],
        [s_ml.MulticlassClassification.Trainers.SyreTextClassification(SmallText.Options with { Epochs = 1 })],
    ];

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Too_many_classes_are_refused_at_once(IEstimator<ITransformer> trainer)
    {
        foreach (ulong classes in new ulong[] { 100_001, 50_000_000, int.MaxValue, 1UL + int.MaxValue, uint.MaxValue })
        {
            long before = GC.GetTotalAllocatedBytes();
            var clock = Stopwatch.StartNew();
            var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => trainer.Fit(Keys(classes)));
            foreach (string part in new[]
            {
                "label column 'Label'", $"{classes} classes", "at most 100000", "[KeyType(count)]", "MapValueToKey(\"Label\")",
            })
            {
                StringAssert.Contains(e.Message, part);
            }
            Assert.IsTrue(GC.GetTotalAllocatedBytes() - before < 16 << 20, "Memory was taken.");
            Assert.IsTrue(clock.Elapsed < TimeSpan.FromSeconds(20), $"It took {clock.Elapsed}.");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void The_remedies_of_the_message_train(IEstimator<ITransformer> trainer)
    {
        Train(trainer, Keys(2), classes: 2);
        SchemaDefinition plain = SchemaDefinition.Create(typeof(Row));
        plain[nameof(Row.Label)].ColumnType = NumberDataViewType.UInt32;
        Train(s_ml.Transforms.Conversion.MapValueToKey("Label").Append(trainer), View(plain), classes: 2);

        IDataView named = s_ml.Transforms.Conversion.MapValueToKey("Label").Fit(Names(100_001)).Transform(Names(20));
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => trainer.Fit(named));
        StringAssert.Contains(e.Message, "MapKeyToValue(\"Label\") and MapValueToKey(\"Label\")");
        var remap = s_ml.Transforms.Conversion.MapKeyToValue("Label").Append(s_ml.Transforms.Conversion.MapValueToKey("Label"));
        Train(remap.Append(trainer), named, classes: 20);
    }

    private static void Train(IEstimator<ITransformer> trainer, IDataView data, int classes)
    {
        ITransformer model = trainer.Fit(data);
        Assert.AreEqual(classes, model.Transform(data).GetColumn<float[]>("Score").First().Length);
        (model as IDisposable)?.Dispose();
    }

    private static IDataView Keys(ulong classes)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Label)].ColumnType = new KeyDataViewType(typeof(uint), classes);
        return View(schema);
    }

    private static IDataView View(SchemaDefinition schema) => s_ml.Data.LoadFromEnumerable(
        Enumerable.Range(0, 20).Select(i => new Row { Label = (uint)i % 2, Features = [i], Text = "some words" }), schema);

    private static IDataView Names(int classes) => s_ml.Data.LoadFromEnumerable(
        Enumerable.Range(0, classes).Select(i => new NamedRow { Label = $"c{i}", Features = [i], Text = "some words" }));

    private sealed class Row
    {
        public uint Label { get; set; }

        [VectorType(1)]
        public float[] Features { get; set; } = [];

        public string Text { get; set; } = "";
    }

    private sealed class NamedRow
    {
        public string Label { get; set; } = "";

        [VectorType(1)]
        public float[] Features { get; set; } = [];

        public string Text { get; set; } = "";
    }
}
