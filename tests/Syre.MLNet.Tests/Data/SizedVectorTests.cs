using System.Text.RegularExpressions;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Data;

/// <summary>Feature vectors are read in one way, which checks their length.</summary>
[TestClass]
public sealed partial class SizedVectorTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    /// <summary>Where a vector is read in another way, nothing checks it.</summary>
    [TestMethod]
    public void No_other_file_of_the_library_reads_vectors_of_Single()
    {
        string library = Path.Combine(RepositoryFolder.Path, "src", "Syre.MLNet");
        string[] readers = [.. Directory.EnumerateFiles(library, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => Reading().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetFileName(file))];
        CollectionAssert.AreEqual(new[] { "SizedVector.cs" }, readers);
    }

    [TestMethod]
    public void Wide_sparse_rows_are_refused_as_narrow_dense_ones_are()
    {
        IDataView data = Wide();
        using SyreNetworkTransformer model = s_ml.BinaryClassification.Trainers.SyreNetwork(s_options).Fit(data);
        foreach (int length in new[] { 0, 599, 601, 1200 })
        {
            var bad = new VBuffer<float>(length, length == 0 ? 0 : 1, [1f], [length - 1]);
            IDataView rows = new MadeView(
                data, [MadeColumn.Of(data.Schema["Label"]), MadeColumn.Replaced(data.Schema["Features"], 3, bad)]);
            foreach (Action action in new Action[]
                     {
                         () => s_ml.BinaryClassification.Trainers.SyreNetwork(s_options).Fit(rows),
                         () => Values.Column<float>(model.Transform(rows), "Score"),
                     })
            {
                var refusal = Assert.Throws<InvalidOperationException>(action);
                StringAssert.Contains(refusal.Message, $"Row 3 has a vector of length {length} in column 'Features', expected length 600");
            }
        }
    }

    /// <summary>A block of rows is read ahead; a bad row in it must not keep the reader from the rows before.</summary>
    [TestMethod]
    public void Rows_before_a_bad_one_can_be_read()
    {
        IDataView data = Wide();
        using SyreNetworkTransformer model = s_ml.BinaryClassification.Trainers.SyreNetwork(s_options).Fit(data);
        IDataView rows = new MadeView(
            data, [MadeColumn.Replaced(data.Schema["Features"], 5, default), MadeColumn.Of(data.Schema["Label"])]);
        IDataView scored = model.Transform(rows);
        Assert.HasCount(5, Values.Column<float>(s_ml.Data.TakeRows(scored, 5), "Score"));
        Assert.HasCount(60, Values.Column<bool>(scored, "Label"));
        using DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["Score"]]);
        Func<object> score = Values.Reader(cursor, scored.Schema["Score"]);
        List<long> refused = [];
        while (cursor.MoveNext())
        {
            try
            {
                score();
            }
            catch (InvalidOperationException)
            {
                refused.Add(cursor.Position);
            }
        }
        CollectionAssert.AreEqual(new[] { 5L }, refused);
    }

    /// <summary>An object of the user's class is used again for the next row, as batch code does.</summary>
    [TestMethod]
    public void Engine_refuses_a_null_array_and_goes_on()
    {
        using SyreNetworkTransformer model = s_ml.BinaryClassification.Trainers.SyreNetwork(s_options).Fit(TestData.Binary(s_ml, 60));
        var options = new PredictionEngineOptions { OwnsTransformer = false };
        using var engine = s_ml.Model.CreatePredictionEngine<FeatureRow, BinaryPrediction>(model, options);
        var row = new FeatureRow { Features = [1, 2, 3, 4] };
        float score = engine.Predict(row).Score;
        foreach (float[]? bad in new[] { null, [], [1], new float[5] })
        {
            row.Features = bad!;
            var refusal = Assert.Throws<InvalidOperationException>(() => engine.Predict(row));
            StringAssert.Contains(refusal.Message, $"length {bad?.Length ?? 0} in column 'Features', expected length 4");
            row.Features = [1, 2, 3, 4];
            Assert.AreEqual(score, engine.Predict(row).Score);
        }
    }

    /// <summary>An annotation is a vector too: names of another number than the slots are no names.</summary>
    [TestMethod]
    public void Slot_names_of_another_number_than_the_slots_do_not_count()
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Example<bool>));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 4);
        VBuffer<ReadOnlyMemory<char>> names = new(2, ["a".AsMemory(), "b".AsMemory()]);
        schema["Features"].AddAnnotation("SlotNames", names, new VectorDataViewType(TextDataViewType.Instance, 4));
        IDataView data = s_ml.Data.LoadFromEnumerable(TestData.Examples(60, 1, false, TestData.BinaryLabel), schema);
        using SyreNetworkTransformer model = s_ml.BinaryClassification.Trainers.SyreNetwork(s_options).Fit(data);
        Assert.HasCount(60, Values.Column<float>(model.Transform(data), "Score"));
    }

    private static readonly SyreNetworkOptions s_options = new()
    {
        Members = 1, HiddenLayers = [4], Epochs = 1, Threads = 1, Device = "cpu", Seed = 1,
    };

    /// <summary>600 slots, which are stored sparse.</summary>
    private static IDataView Wide()
    {
        List<Example<bool>> rows = [.. Enumerable.Range(0, 60).Select(row => new Example<bool>
        {
            Label = row % 2 == 0,
            Features = new VBuffer<float>(600, 2, [1f, row % 2], [row, 599]),
        })];
        return TestData.View(s_ml, rows);
    }

    [GeneratedRegex(@"GetGetter<VBuffer<(float|Single)>>")]
    private static partial Regex Reading();
}
