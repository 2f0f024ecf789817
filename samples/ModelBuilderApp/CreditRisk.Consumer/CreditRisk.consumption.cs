using Microsoft.ML;
using Microsoft.ML.Data;

namespace ModelBuilderApp;

/// <summary>Predicts whether a credit is repaid, by the model that CreditRisk.Trainer saved. Knows of Microsoft.ML only.</summary>
public static partial class CreditRisk
{
    /// <summary>What is known of an applicant: a row of data/credit_g.</summary>
    public sealed class ModelInput
    {
        [LoadColumn(0), ColumnName("checking_status")]
        public string CheckingStatus { get; set; } = "";

        [LoadColumn(1), ColumnName("duration")]
        public float Duration { get; set; }

        [LoadColumn(2), ColumnName("credit_history")]
        public string CreditHistory { get; set; } = "";

        [LoadColumn(3), ColumnName("purpose")]
        public string Purpose { get; set; } = "";

        [LoadColumn(4), ColumnName("credit_amount")]
        public float CreditAmount { get; set; }

        [LoadColumn(5), ColumnName("savings_status")]
        public string SavingsStatus { get; set; } = "";

        [LoadColumn(6), ColumnName("employment")]
        public string Employment { get; set; } = "";

        [LoadColumn(7), ColumnName("installment_commitment")]
        public float InstallmentCommitment { get; set; }

        [LoadColumn(8), ColumnName("personal_status")]
        public string PersonalStatus { get; set; } = "";

        [LoadColumn(9), ColumnName("other_parties")]
        public string OtherParties { get; set; } = "";

        [LoadColumn(10), ColumnName("residence_since")]
        public float ResidenceSince { get; set; }

        [LoadColumn(11), ColumnName("property_magnitude")]
        public string PropertyMagnitude { get; set; } = "";

        [LoadColumn(12), ColumnName("age")]
        public float Age { get; set; }

        [LoadColumn(13), ColumnName("other_payment_plans")]
        public string OtherPaymentPlans { get; set; } = "";

        [LoadColumn(14), ColumnName("housing")]
        public string Housing { get; set; } = "";

        [LoadColumn(15), ColumnName("existing_credits")]
        public float ExistingCredits { get; set; }

        [LoadColumn(16), ColumnName("job")]
        public string Job { get; set; } = "";

        [LoadColumn(17), ColumnName("num_dependents")]
        public float NumDependents { get; set; }

        [LoadColumn(18), ColumnName("own_telephone")]
        public string OwnTelephone { get; set; } = "";

        [LoadColumn(19), ColumnName("foreign_worker")]
        public string ForeignWorker { get; set; } = "";

        [LoadColumn(20), ColumnName("class")]
        public string Class { get; set; } = "";
    }

    /// <summary>What the model says of an applicant.</summary>
    public sealed class ModelOutput
    {
        /// <summary>The likeliest class.</summary>
        [ColumnName("PredictedLabel")]
        public string PredictedLabel { get; set; } = "";

        /// <summary>A probability for each class, in the order of the column's slot names.</summary>
        [ColumnName("Score")]
        public float[] Score { get; set; } = [];
    }

    /// <summary>The model's file; by default the one beside the program. Set it before the first prediction.</summary>
    public static string ModelPath { get; set; } = Path.Combine(AppContext.BaseDirectory, "CreditRisk.zip");

    /// <summary>Loads the model when it is first used. For one thread at a time; a server takes PredictionEnginePool.</summary>
    public static Lazy<PredictionEngine<ModelInput, ModelOutput>> PredictEngine { get; } = new(CreatePredictEngine);

    /// <summary>Predicts the class.</summary>
    public static ModelOutput Predict(ModelInput input) => PredictEngine.Value.Predict(input);

    /// <summary>Predicts a probability for each class, the likeliest first.</summary>
    public static IOrderedEnumerable<KeyValuePair<string, float>> PredictAllLabels(ModelInput input) =>
        GetSortedScoresWithLabels(Predict(input));

    /// <summary>The probabilities of a prediction with the names of their classes, the likeliest first.</summary>
    public static IOrderedEnumerable<KeyValuePair<string, float>> GetSortedScoresWithLabels(ModelOutput result) =>
        GetLabels().Zip(result.Score, KeyValuePair.Create).OrderByDescending(label => label.Value);

    private static IEnumerable<string> GetLabels()
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        PredictEngine.Value.OutputSchema["Score"].GetSlotNames(ref names);
        return names.DenseValues().Select(name => name.ToString());
    }

    /// <summary>
    /// An engine for one thread, which owns the model that it loads. Dispose it to remove the files that ML.NET unpacked.
    /// </summary>
    private static PredictionEngine<ModelInput, ModelOutput> CreatePredictEngine()
    {
        var mlContext = new MLContext();
        return mlContext.Model.CreatePredictionEngine<ModelInput, ModelOutput>(mlContext.Model.Load(ModelPath, out _));
    }
}
