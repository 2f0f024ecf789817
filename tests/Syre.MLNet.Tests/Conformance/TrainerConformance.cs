namespace Syre.MLNet.Tests.Conformance;

/// <summary>What ML.NET's own suite demands of a trainer, beyond what it demands of every estimator.</summary>
public abstract class TrainerConformance : EstimatorConformance
{
    protected sealed override EstimatorCase Case => Trainer.Alone;

    protected abstract TrainerCase Trainer { get; }

    [TestMethod]
    public void Columns_are_those_of_the_stock_trainer() => ContractChecks.ColumnsAreThoseOfTheStockTrainer(Trainer);

    [TestMethod]
    public void Scoring_model_needs_no_label() => ContractChecks.ScoringModelNeedsNoLabel(Trainer);

    [TestMethod]
    public void Metrics_are_in_range_on_data_seen_and_unseen() => ContractChecks.MetricsAreInRange(Trainer);

    [TestMethod]
    public void Bad_columns_are_refused_as_by_the_stock_trainer() => SituationChecks.BadColumnsAreRefusedAsByTheStockTrainer(Trainer);

    [TestMethod]
    public void Training_rows_with_missing_features_are_skipped_or_filled_in() =>
        SituationChecks.TrainingRowsWithMissingFeaturesAreSkippedOrFilledIn(Trainer);

    [TestMethod]
    public void No_usable_training_row_is_refused() => SituationChecks.NoUsableTrainingRowIsRefused(Trainer);

    [TestMethod]
    public void Missing_features_at_scoring_give_the_stock_answer_or_are_filled_in() =>
        SituationChecks.MissingFeaturesAtScoringGiveTheStockAnswerOrAreFilledIn(Trainer);

    [TestMethod]
    public void Labels_of_one_kind_train() => SituationChecks.LabelsOfOneKindTrain(Trainer);

    [TestMethod]
    public void Sparse_rows_equal_dense_rows() => SituationChecks.SparseRowsEqualDenseRows(Trainer);

    [TestMethod]
    public void Last_column_of_a_name_counts() => SituationChecks.LastColumnOfANameCounts(Trainer);

    [TestMethod]
    public void Weights_count() => SituationChecks.WeightsCount(Trainer);

    [TestMethod]
    public void Same_seed_gives_the_same_model() => TrainingChecks.SameSeedGivesTheSameModel(Trainer);

    [TestMethod]
    public void Fit_leaves_no_trace_in_the_estimator() => TrainingChecks.FitLeavesNoTraceInTheEstimator(Trainer);

    [TestMethod]
    public void Continued_training_starts_from_the_earlier_model() => TrainingChecks.ContinuedTrainingStartsFromTheEarlierModel(Trainer);

    [TestMethod]
    public void Validation_data_is_accepted() => TrainingChecks.ValidationDataIsAccepted(Trainer);

    [TestMethod]
    public void Source_is_read_once() => TrainingChecks.SourceIsReadOnce(Trainer);

    [TestMethod]
    public void Progress_is_visible_in_the_log() => TrainingChecks.ProgressIsVisibleInTheLog(Trainer);

    [TestMethod]
    public void Every_fold_of_a_cross_validation_is_trained_and_scored() => CrossValidationChecks.EveryFoldIsTrainedAndScored(Trainer);

    [TestMethod]
    public void Rows_of_one_sampling_key_stay_in_one_fold() => CrossValidationChecks.RowsOfOneSamplingKeyStayInOneFold(Trainer);

    [TestMethod]
    [DataRow(false, DisplayName = "dense")]
    [DataRow(true, DisplayName = "sparse")]
    public void Important_feature_is_first_and_noise_last(bool sparse) =>
        ImportanceChecks.ImportantFeatureIsFirstAndNoiseLast(Trainer, sparse);

    [TestMethod]
    public void Importance_on_scored_rows_is_that_on_plain_ones() => ImportanceChecks.ScoredRowsGiveTheSame(Trainer);

    [TestMethod]
    public void Rows_scored_twice_have_the_same_metrics() => ContractChecks.RowsScoredTwiceHaveTheSameMetrics(Trainer);

    [TestMethod]
    public void Cross_validation_takes_columns_named_as_outputs() => CrossValidationChecks.ColumnsNamedAsOutputsChangeNothing(Trainer);

    [TestMethod]
    public void Engine_reads_a_class_with_members_named_as_outputs() => EngineChecks.MembersNamedAsOutputsChangeNothing(Trainer);

    [TestMethod]
    public void Importance_has_the_spread_and_the_examples_asked_for() => ImportanceChecks.SpreadAndNumberOfExamplesAreAsAsked(Trainer);
}
