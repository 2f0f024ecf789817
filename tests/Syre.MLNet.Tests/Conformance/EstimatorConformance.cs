namespace Syre.MLNet.Tests.Conformance;

/// <summary>
/// What ML.NET's own suite demands of every estimator. A derived test class states its case and inherits each check as a test.
/// </summary>
public abstract class EstimatorConformance
{
    protected abstract EstimatorCase Case { get; }

    [TestMethod]
    public void Estimator_accepts_and_refuses_data_by_its_role() => RoleChecks.EstimatorObeysRoles(Case);

    [TestMethod]
    public void Model_accepts_and_refuses_data_by_its_role() => RoleChecks.ModelObeysRoles(Case);

    [TestMethod]
    public void Promised_schema_is_delivered_by_model_view_and_row_mapper() => RoleChecks.PromiseIsDelivery(Case);

    [TestMethod]
    public void Reloaded_model_gives_the_same_values() => PersistenceChecks.ReloadedModelGivesTheSameValues(Case);

    [TestMethod]
    public void File_holds_input_schema_and_version() => PersistenceChecks.InputSchemaAndVersionAreInTheFile(Case);

    [TestMethod]
    public void Engine_opens_with_the_schema_in_the_file() => PersistenceChecks.EngineOpensWithTheSchemaInTheFile(Case);

    [TestMethod]
    public void Model_loads_however_it_was_saved_with_its_loader() => PersistenceChecks.ModelLoadsHoweverItWasSavedWithItsLoader(Case);

    [TestMethod]
    public void Cursors_agree_whichever_columns_are_active() => ViewChecks.CursorsAgree(Case);

    [TestMethod]
    public void Cursor_set_gives_the_rows_of_one_cursor() => ViewChecks.CursorSetGivesTheSameRows(Case);

    [TestMethod]
    public void Scored_rows_can_be_shuffled_taken_and_filtered() => ViewChecks.RowsCanBeShuffledTakenAndFiltered(Case);

    [TestMethod]
    public void One_pass_reads_the_source_once() => ViewChecks.OnePassReadsTheSourceOnce(Case);

    [TestMethod]
    public void Scored_data_saved_as_text_or_binary_loads_the_same() => ViewChecks.SavedDataLoadsAsTheSameValues(Case);

    [TestMethod]
    public void No_rows_and_one_row_score() => ViewChecks.NoRowsAndOneRowScore(Case);

    [TestMethod]
    public void Transform_is_lazy_and_preview_shows_rows() => ViewChecks.TransformIsLazyAndPreviewShowsRows(Case);

    [TestMethod]
    public void Input_columns_named_as_outputs_keep_their_values() => ShadowedColumnChecks.InputColumnsNamedAsOutputsKeepTheirValues(Case);

    [TestMethod]
    public void Rows_scored_twice_get_the_same_values() => ShadowedColumnChecks.RowsScoredTwiceGetTheSameValues(Case);

    [TestMethod]
    public void A_second_model_learns_from_scored_rows() => ShadowedColumnChecks.ASecondModelLearnsFromScoredRows(Case);

    [TestMethod]
    public void One_row_is_predicted_as_in_a_batch() => EngineChecks.OneRowEqualsBatch(Case);

    [TestMethod]
    public void Predictions_follow_the_input() => EngineChecks.PredictionsFollowTheInput(Case);

    [TestMethod]
    public void Row_mapper_needs_only_its_dependencies() => EngineChecks.RowMapperNeedsOnlyItsDependencies(Case);

    [TestMethod]
    public void One_engine_a_thread_over_one_model() => EngineChecks.EnginePerThreadOverOneModel(Case);

    [TestMethod]
    public void Parallel_Transform_over_one_model() => EngineChecks.ParallelTransformOverOneModel(Case);

    [TestMethod]
    public void Disposal_follows_ownership() => EngineChecks.DisposalFollowsOwnership(Case);

    [TestMethod]
    public void Disposal_waits_for_calls_under_way() => EngineChecks.DisposalWaitsForCallsUnderWay(Case);

    [TestMethod]
    public void Pooled_engines_share_a_model_across_a_hot_swap() => EngineChecks.PooledEnginesShareAModelAcrossAHotSwap(Case);

    [TestMethod]
    public void No_temporary_file_is_left() => TemporaryFileChecks.NoneIsLeft(Case);

    [TestMethod]
    public void Folder_of_the_context_for_temporary_files_is_heeded() => TemporaryFileChecks.FolderOfTheContextIsHeeded(Case);
}
