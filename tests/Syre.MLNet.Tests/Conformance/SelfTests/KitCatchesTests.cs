using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>An estimator with one defect fails the check that is there for it, and for that reason.</summary>
[TestClass]
public sealed class KitCatchesTests
{
    [TestMethod]
    public void A_column_promised_and_not_delivered() =>
        Caught("promised and delivered columns", RoleChecks.PromiseIsDelivery, (ml, trainer) =>
        new(trainer) { Promise = shape => ml.Transforms.CopyColumns("More", "Score").GetOutputSchema(shape) });

    [TestMethod]
    public void An_annotation_promised_and_not_delivered() =>
        Caught("annotations of 'Features'", RoleChecks.PromiseIsDelivery, (ml, trainer) =>
        new(trainer) { Promise = shape => ml.Transforms.NormalizeMinMax("Features").GetOutputSchema(shape) });

    [TestMethod]
    public void A_refusal_with_another_type_of_exception() =>
        Caught("threw System.FormatException", RoleChecks.EstimatorObeysRoles, (_, trainer) =>
        new(trainer) { TrainOn = data => data.Schema.GetColumnOrNull("Label") is null ? throw new FormatException() : data });

    [TestMethod]
    public void A_refusal_that_comes_late() => Caught("must be refused, but was accepted", RoleChecks.ModelObeysRoles, (_, trainer) =>
        new(trainer) { Model = model => new ModelThatRefusesLate(model) });

    [TestMethod]
    public void A_model_that_loads_as_another_one() =>
        Caught("reloaded on", PersistenceChecks.ReloadedModelGivesTheSameValues, (ml, trainer) =>
        new(trainer) { Model = model => new ModelSavedAs(model, trainer.Fit(TestData.Binary(ml, seed: 8))) });

    [TestMethod]
    public void A_getter_that_needs_another_column() => Caught("column 'Score'", ViewChecks.CursorsAgree, (_, trainer) =>
        new(trainer) { Model = model => new ModelWithView(model, view => new BrokenView(view) { ScoreNeedsPredictedLabel = true }) });

    [TestMethod]
    public void Rows_with_the_same_id() => Caught("has the id of an earlier row", ViewChecks.CursorsAgree, (_, trainer) =>
        new(trainer) { Model = model => new ModelWithView(model, view => new BrokenView(view) { OneId = true }) });

    [TestMethod]
    public void A_cursor_set_that_gives_rows_twice() => Caught("rows of a cursor set", ViewChecks.CursorSetGivesTheSameRows, (_, trainer) =>
        new(trainer) { Model = model => new ModelWithView(model, view => new BrokenView(view) { EveryCursorOfASetReadsAll = true }) });

    [TestMethod]
    public void A_Transform_that_reads() => Caught("rows read by Transform", ViewChecks.TransformIsLazyAndPreviewShowsRows, (_, trainer) =>
        new(trainer) { Model = model => new ModelWithInput(model, BrokenView.ReadAll) });

    [TestMethod]
    public void A_view_that_reads_its_source_twice() =>
        Caught("rows read in one pass", ViewChecks.OnePassReadsTheSourceOnce, (_, trainer) =>
        new(trainer) { Model = model => new ModelWithView(model, view => new BrokenView(view) { ReadsTwice = true }) });

    [TestMethod]
    public void A_column_that_is_read_from_the_one_it_hides() =>
        Caught("before all others: what it adds", ShadowedColumnChecks.InputColumnsNamedAsOutputsKeepTheirValues, (_, trainer) =>
        new(trainer) { Model = model => new ModelWithView(model, view => new BrokenView(view) { ReadsHiddenColumns = true }) });

    [TestMethod]
    public void Vectors_of_another_length_that_are_filled_up() => CaughtOfVectors(
        "fitted model, a null array", VectorLengthChecks.ScoringRefusesOtherLengths, trainer =>
        new(trainer) { Model = model => new ModelThatFillsVectors(model) });

    [TestMethod]
    public void Vectors_of_another_length_that_are_filled_up_one_by_one() => CaughtOfVectors(
        "row mapper, a null array", VectorLengthChecks.RowsAroundABadOneKeepTheirValues, trainer =>
        new(trainer) { Model = model => new ModelThatFillsVectors(model) });

    [TestMethod]
    public void Vectors_of_another_length_that_train() => CaughtOfVectors(
        "training with a null array: must be refused", VectorLengthChecks.TrainingRefusesOtherLengths, trainer =>
        new(trainer) { TrainOn = ModelThatFillsVectors.Filled });

    [TestMethod]
    public void A_row_that_two_engines_share() => Caught("row 0", EngineChecks.OneRowEqualsBatch, (_, trainer) =>
        new(trainer) { Model = SharedRow });

    [TestMethod]
    public void A_row_that_all_threads_share() => Caught("threads failed", EngineChecks.EnginePerThreadOverOneModel, (_, trainer) =>
        new(trainer) { Model = model => new ModelWithOneRow(model) });

    [TestMethod]
    public void A_model_that_scores_after_its_disposal() =>
        Caught("has disposed", EngineChecks.DisposalFollowsOwnership, (_, trainer) => new(trainer));

    [TestMethod]
    public void A_temporary_file_that_stays() => Caught("left in the folder", TemporaryFileChecks.NoneIsLeft, (ml, trainer) =>
        new(trainer)
        {
            Model = model =>
            {
                File.WriteAllText(Path.Combine(ml.TempFilePath, "graph"), "");
                return new ForwardingTransformer(model);
            },
        });

    [TestMethod]
    public void A_missing_column() => CaughtOfTrainer("columns", ContractChecks.ColumnsAreThoseOfTheStockTrainer, (ml, columns) =>
        new BrokenTrainer(ml.BinaryClassification.Trainers.LinearSvm(columns.Label, columns.Feature)));

    [TestMethod]
    public void State_that_leaks_from_one_Fit_to_the_next()
    {
        int fits = 0;
        CaughtOfTrainer("the first data again", TrainingChecks.FitLeavesNoTraceInTheEstimator, (ml, trainer) =>
            new(trainer) { TrainOn = data => ++fits <= 2 ? data : ml.Data.TakeRows(data, 150) });
    }

    [TestMethod]
    public void A_model_that_depends_on_more_than_the_seed()
    {
        int seed = 0;
        CaughtOfTrainer("two contexts with one seed", TrainingChecks.SameSeedGivesTheSameModel, (ml, trainer) =>
            new(trainer) { TrainOn = _ => TestData.Binary(ml, seed: ++seed) });
    }

    [TestMethod]
    public void Training_onwards_that_starts_afresh() =>
        CaughtOfTrainer("training onwards changed nothing", TrainingChecks.ContinuedTrainingStartsFromTheEarlierModel, (_, trainer) =>
            new(trainer));

    [TestMethod]
    public void A_source_that_is_read_again() => CaughtOfTrainer("by the trainer alone", TrainingChecks.SourceIsReadOnce, (_, trainer) =>
        new(trainer) { TrainOn = BrokenView.ReadAll });

    [TestMethod]
    public void A_trainer_that_logs_nowhere() =>
        CaughtOfTrainer("nothing to the context's log", TrainingChecks.ProgressIsVisibleInTheLog, (_, columns) =>
        new BinaryTask().StockTrainer(new MLContext(), columns));

    [TestMethod]
    public void Training_rows_with_missing_features_that_are_filled_in() =>
        CaughtOfTrainer("five more rows", SituationChecks.TrainingRowsWithMissingFeaturesAreSkippedOrFilledIn, (ml, trainer) =>
            new(trainer) { TrainOn = data => FillIn(ml, data) });

    [TestMethod]
    public void Nothing_but_missing_features_that_train() =>
        CaughtOfTrainer("every row lacks a feature", SituationChecks.NoUsableTrainingRowIsRefused, (ml, trainer) =>
            new(trainer) { TrainOn = data => FillIn(ml, data) });

    [TestMethod]
    public void Missing_features_that_get_a_score() =>
        CaughtOfTrainer(
            "every tenth has a missing feature", SituationChecks.MissingFeaturesAtScoringGiveTheStockAnswerOrAreFilledIn,
            (ml, trainer) => new(trainer) { Model = model => new ModelWithInput(model, data => FillIn(ml, data)) });

    [TestMethod]
    public void Weights_that_are_ignored() =>
        CaughtOfTrainer("uneven weights change nothing", SituationChecks.WeightsCount, (ml, columns) =>
        new BinaryTask().StockTrainer(ml, columns with { Weight = null }));

    [TestMethod]
    public void A_column_that_is_refused_without_its_name() =>
        CaughtOfTrainer("Nope", SituationChecks.BadColumnsAreRefusedAsByTheStockTrainer, (ml, columns) =>
            new BinaryTask().StockTrainer(ml, columns with { Feature = columns.Feature == "Nope" ? "Missing" : columns.Feature }));

    [TestMethod]
    public void Features_that_the_model_mixes_up() =>
        CaughtOfTrainer(
            "loss of Accuracy by feature",
            @case => ImportanceChecks.ImportantFeatureIsFirstAndNoiseLast(@case, sparse: false),
            (ml, trainer) => new(trainer) { TrainOn = data => Reversed(ml, data) });

    private static void Caught(
        string reason, Action<EstimatorCase> check, Func<MLContext, IEstimator<ITransformer>, BrokenTrainer> breaking) =>
        CaughtOfTrainer(reason, @case => check(@case.Alone), breaking);

    private static void CaughtOfVectors(
        string reason, Action<EstimatorCase, string> check, Func<IEstimator<ITransformer>, BrokenTrainer> breaking) =>
        Caught(reason, @case => check(@case, "Features"), (_, trainer) => breaking(trainer));

    private static void CaughtOfTrainer(
        string reason, Action<TrainerCase> check, Func<MLContext, IEstimator<ITransformer>, BrokenTrainer> breaking) =>
        Caught(reason, check, BrokenTrainer.Case(breaking));

    private static void CaughtOfTrainer(
        string reason,
        Action<TrainerCase> check,
        Func<MLContext, TrainerColumns, IEstimator<ISingleFeaturePredictionTransformer<object>>> trainer) =>
        Caught(reason, check, BrokenTrainer.Case(trainer));

    private static void Caught(string reason, Action<TrainerCase> check, TrainerCase @case)
    {
        var failure = Assert.Throws<AssertFailedException>(() => check(@case));
        StringAssert.Contains(failure.Message, reason);
    }

    private static ModelWithOneRow SharedRow(ITransformer model)
    {
        var shared = new ModelWithOneRow(model);
        var ml = new MLContext();
        new BinaryTask().Engine.Open(ml, shared).Predict(3);
        return shared;
    }

    private static IDataView FillIn(MLContext ml, IDataView data) =>
        ml.Transforms.ReplaceMissingValues("Features").Fit(data).Transform(data);

    private static IDataView Reversed(MLContext ml, IDataView data)
    {
        List<Example<bool>> examples = [.. ml.Data.CreateEnumerable<Example<bool>>(data, reuseRowObject: false)];
        foreach (Example<bool> example in examples)
            example.Features = new VBuffer<float>(4, [.. example.Features.DenseValues().Reverse()]);
        return TestData.View(ml, examples);
    }
}
