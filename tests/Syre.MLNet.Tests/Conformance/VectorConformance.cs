namespace Syre.MLNet.Tests.Conformance;

/// <summary>
/// What is demanded of every estimator that reads a column of vectors. A derived test class states its case and
/// inherits each check as a test.
/// </summary>
public abstract class VectorConformance
{
    protected abstract EstimatorCase Case { get; }

    protected virtual string Column => "Features";

    [TestMethod]
    public void Training_refuses_vectors_of_another_length() => VectorLengthChecks.TrainingRefusesOtherLengths(Case, Column);

    [TestMethod]
    public void Scoring_refuses_vectors_of_another_length() => VectorLengthChecks.ScoringRefusesOtherLengths(Case, Column);

    [TestMethod]
    public void Rows_around_a_bad_one_keep_their_values() => VectorLengthChecks.RowsAroundABadOneKeepTheirValues(Case, Column);
}
