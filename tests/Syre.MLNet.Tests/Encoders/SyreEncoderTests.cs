using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Encoders;

/// <summary>What an encoder promises beyond what every estimator does.</summary>
[TestClass]
public sealed class SyreEncoderTests
{
    private static readonly SyreEncoderOptions s_options =
        EncoderCases.Options with { OutputColumnName = "Output", ReconstructionError = true, Seed = 5 };

    public static IEnumerable<EncoderKind> Kinds => Enum.GetValues<EncoderKind>();

    private static IEnumerable<string> Cultures => ["de-DE", "tr-TR", "ar-SA"];

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Training_teaches_something_to_rows_without_a_label(EncoderKind kind)
    {
        var ml = new MLContext(1);
        IDataView rows = ml.Transforms.SelectColumns("Features").Fit(TestData.Binary(ml)).Transform(TestData.Binary(ml));
        using SyreEncoderTransformer few = Fit(ml, rows, Of(kind) with { Epochs = 1 }), many = Fit(ml, rows, Of(kind) with { Epochs = 60 });
        // A guess among 95 views has a loss of 4.55, and rows of four numbers, most of which are others', are hard to find again.
        double share = kind == EncoderKind.Contrastive ? 0.97 : 0.9;
        Assert.IsLessThan(share * few.Summary.ValidationError!.Value, many.Summary.ValidationError!.Value);
        Assert.AreEqual((192, 48, 0), (many.Summary.TrainingRows, many.Summary.ValidationRows, many.Summary.SkippedRows));
        Assert.IsEmpty(many.Report.NotMeasured);
        Assert.IsNotNull(many.Report.RowProfile);
        Assert.IsLessThan(many.Report.Evidence.ConstantLoss!.Value, many.Report.Evidence.Loss!.Value);
        Assert.AreEqual("embedding", many.Report.Layers[1].Name);
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void The_same_seed_gives_the_same_bits_and_another_one_others(EncoderKind kind)
    {
        float[][] first = Encoded(Of(kind)), again = Encoded(Of(kind)), other = Encoded(Of(kind) with { Seed = 6 });
        Values.MustBeSame(first, again, 0, $"{kind}, the same seed");
        Must.Hold(!Values.Same(first, other, 1e-3), $"{kind}, another seed");
    }

    [TestMethod]
    [DynamicData(nameof(Cultures))]
    public void The_culture_changes_nothing(string culture)
    {
        float[][] expected = Encoded(s_options);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            Values.MustBeSame(expected, Encoded(s_options), 0, culture);
            Assert.AreEqual(s_options.ToJson(), SyreTrainerOptions.FromJson(s_options.ToJson()).ToJson());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    public void Sparse_rows_are_encoded_as_dense_ones()
    {
        var ml = new MLContext(1);
        using SyreEncoderTransformer ofDense = Fit(ml, TestData.Binary(ml), s_options),
            ofSparse = Fit(ml, TestData.Binary(ml, sparse: true), s_options);
        float[][] expected = Rows(ofDense.Transform(TestData.Binary(ml)));
        Values.MustBeSame(expected, Rows(ofDense.Transform(TestData.Binary(ml, sparse: true))), 1e-6, "sparse rows encoded");
        Values.MustBeSame(expected, Rows(ofSparse.Transform(TestData.Binary(ml))), 1e-6, "sparse rows trained on");
    }

    /// <summary>Of a wide column the slots that occur are kept, as entries; the error is of all of them, zeros too.</summary>
    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Rows_of_a_wide_sparse_column_are_encoded_from_the_file_as_in_memory(EncoderKind kind)
    {
        var ml = new MLContext(1);
        IDataView rows = Wide(ml);
        using SyreEncoderTransformer encoder = Fit(ml, rows, Of(kind));
        float[][] inMemory = Rows(encoder.Transform(rows));
        Values.MustBeSame(inMemory, Rows(Reloaded(ml, encoder, rows).Transform(rows)), 1e-4, $"{kind}, from the file");
        Must.Hold(inMemory.Select(row => row[0]).Distinct().Count() > 10, $"{kind}, rows are told apart");
    }

    [TestMethod]
    [DataRow(MissingValues.Impute)]
    [DataRow(MissingValues.Skip)]
    [DataRow(MissingValues.Refuse)]
    public void Missing_values_are_taken_as_the_trainers_take_them(MissingValues how)
    {
        var ml = new MLContext(1);
        IDataView holed = Holed(ml);
        SyreEncoderOptions options = s_options with { MissingValues = how };
        if (how == MissingValues.Refuse)
        {
            var e = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(ml, holed, options));
            Assert.Contains("MissingValues is Refuse", e.Message);
            return;
        }
        using SyreEncoderTransformer encoder = Fit(ml, holed, options);
        float[][] inMemory = Rows(encoder.Transform(holed));
        Values.MustBeSame(inMemory, Rows(Reloaded(ml, encoder, holed).Transform(holed)), 1e-5, $"{how}, from the file");
        foreach ((int row, float[] values) in inMemory.Index())
            Assert.IsTrue(values.All(value => float.IsFinite(value) || (how == MissingValues.Skip && row % 10 == 3)), $"{how}, row {row}");
        Assert.AreEqual(how == MissingValues.Skip ? 24 : 0, encoder.Summary.SkippedRows);
        Assert.AreEqual(how == MissingValues.Skip ? 0 : 24, encoder.Summary.RowsWithMissingFeature);
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Training_goes_on_from_a_model_and_from_its_file(EncoderKind kind)
    {
        var ml = new MLContext(1);
        IDataView rows = TestData.Binary(ml);
        using SyreEncoderTransformer earlier = Fit(ml, rows, Of(kind) with { Epochs = 40 });
        string path = Path.GetTempFileName();
        try
        {
            earlier.SaveAtomically(ml, rows.Schema, path);
            SyreEncoderOptions onwards = Of(kind) with { Epochs = 1, LearningRate = 1e-4, EmbeddingSize = null };
            using SyreEncoderTransformer anew = Fit(ml, rows, onwards with { EmbeddingSize = 2 }),
                fromMemory = Fit(ml, rows, onwards with { InitialModel = InitialModel.From(earlier) }),
                fromFile = Fit(ml, rows, onwards with { InitialModel = InitialModel.FromFile(path) });
            Values.MustBeSame(Rows(fromMemory.Transform(rows)), Rows(fromFile.Transform(rows)), 0, "from the file");
            Assert.IsLessThan(anew.Summary.ValidationError!.Value, fromMemory.Summary.ValidationError!.Value);
            Assert.AreEqual(earlier.Model.Origin!.Seed, fromFile.Model.Origin!.Seed);
            var retrained = (IEnumerable<ITransformer>)SyreModelFile.Open(path).Retrain(
                ml, rows, options => options with { Epochs = 1, LearningRate = 1e-4 });
            Values.MustBeSame(Rows(fromFile.Transform(rows)), Rows(retrained.Single().Transform(rows)), 0, "retrained");
            Assert.Contains("EmbeddingSize (2 and 3)", Assert.ThrowsExactly<ArgumentException>(
                () => Fit(ml, rows, onwards with { EmbeddingSize = 3, InitialModel = InitialModel.FromFile(path) })).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void The_file_tells_what_it_is_of()
    {
        var ml = new MLContext(1);
        IDataView rows = TestData.Binary(ml);
        using SyreEncoderTransformer encoder = Fit(ml, rows, s_options);
        string path = Path.GetTempFileName();
        try
        {
            encoder.SaveAtomically(ml, rows.Schema, path);
            SyreModelFile file = SyreModelFile.Open(path);
            Assert.AreEqual("encoder", file.Task);
            Assert.AreEqual(s_options.ToJson(), file.Options.ToJson());
            Assert.AreEqual(encoder.Report.ToJson(), file.Report.ToJson());
            using SyreEncoderModel rebuilt = file.CreateEncoder();
            Assert.AreEqual(2, rebuilt.EmbeddingSize);
            var e = Assert.ThrowsExactly<NotSupportedException>(() => file.CreateModel());
            Assert.Contains(nameof(SyreModelFile.CreateEncoder), e.Message);
            Assert.Contains("learns from rows without a label", rebuilt.Describe().Facts.First().Value);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void The_embedding_has_half_as_many_numbers_as_there_are_features_unless_told_otherwise()
    {
        var ml = new MLContext(1);
        using SyreEncoderTransformer encoder = Fit(ml, TestData.Binary(ml), s_options with { EmbeddingSize = null, Epochs = 1 });
        Assert.AreEqual(2, encoder.Model.EmbeddingSize);
        Assert.AreEqual(2, ((VectorDataViewType)encoder.GetOutputSchema(TestData.Binary(ml).Schema)["Output"].Type).Size);
    }

    [TestMethod]
    public void Example_weights_count()
    {
        var ml = new MLContext(1);
        using SyreEncoderTransformer plain = Fit(ml, TestData.Binary(ml), s_options),
            weighted = Fit(ml, TestData.Binary(ml), s_options with { ExampleWeightColumnName = "Weight" });
        Must.Hold(
            !Values.Same(Rows(plain.Transform(TestData.Binary(ml))), Rows(weighted.Transform(TestData.Binary(ml))), 1e-3), "weights");
    }

    [TestMethod]
    public void Training_stops_when_rows_held_back_gain_nothing_more()
    {
        var ml = new MLContext(1);
        using SyreEncoderTransformer encoder = Fit(
            ml, TestData.Binary(ml), s_options with { Epochs = 200, EarlyStoppingPatience = 2, LearningRate = 0.3 });
        Assert.AreEqual(StopReason.EarlyStopped, encoder.Summary.StopReason);
        Assert.IsLessThan(encoder.Summary.Epochs, encoder.Summary.BestEpoch);
    }

    private static SyreEncoderOptions Of(EncoderKind kind) =>
        s_options with { Kind = kind, ReconstructionError = kind != EncoderKind.Contrastive };
    private static SyreEncoderTransformer Fit(MLContext ml, IDataView rows, SyreEncoderOptions options) =>
        ml.Transforms.SyreEncoder(options).Fit(rows);

    private static float[][] Encoded(SyreEncoderOptions options)
    {
        var ml = new MLContext(1);
        using SyreEncoderTransformer encoder = Fit(ml, TestData.Binary(ml), options);
        return Rows(encoder.Transform(TestData.Binary(ml)));
    }

    private static float[][] Rows(IDataView encoded) =>
        Values.Rows(encoded, [.. new[] { "Output", "Score" }.Where(name => encoded.Schema.GetColumnOrNull(name) is not null)]);

    private static ITransformer Reloaded(MLContext ml, ITransformer model, IDataView rows)
    {
        using var file = new MemoryStream();
        ml.Model.Save(model, rows.Schema, file);
        file.Position = 0;
        return new MLContext().Model.LoadSurely(file, out _);
    }

    private static IDataView Holed(MLContext ml) => TestData.View(ml, [.. TestData.Examples(240, 1, false, TestData.BinaryLabel)
        .Select((example, row) => new Example<bool>
        {
            Features = row % 10 == 3 ? new(4, [float.NaN, .. example.Features.DenseValues().Skip(1)]) : example.Features, Weight = 1,
        })]);

    /// <summary>Rows of 2000 slots of which three are not 0.</summary>
    private static IDataView Wide(MLContext ml)
    {
        var random = new Random(1);
        return TestData.View(ml, [.. Enumerable.Range(0, 60).Select(row => new Example<bool>
        {
            Features = new(2000, 3, [1, 1 + random.NextSingle(), 2], [row % 7, 100 + row % 11, 1000 + row % 3]), Weight = 1,
        })]);
    }
}
