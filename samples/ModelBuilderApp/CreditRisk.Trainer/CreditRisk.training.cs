using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet;
using Syre.Torch;
using static Microsoft.ML.DataOperationsCatalog;

namespace ModelBuilderApp;

/// <summary>Trains the model that tells whether a credit is repaid.</summary>
public static partial class CreditRisk
{
    private static readonly string[] s_numbers =
    [
        "duration", "credit_amount", "installment_commitment", "residence_since", "age", "existing_credits", "num_dependents",
    ];

    private static readonly string[] s_categories =
    [
        "checking_status", "credit_history", "purpose", "savings_status", "employment", "personal_status",
        "other_parties", "property_magnitude", "other_payment_plans", "housing", "job", "own_telephone", "foreign_worker",
    ];

    /// <summary>Trains on four fifths of a file's rows and saves the model.</summary>
    /// <returns>How it does on the other rows, and whether it has collapsed.</returns>
    public static (MulticlassClassificationMetrics Metrics, CollapseReport Report) Train(string outputModelPath, string inputDataFilePath)
    {
        var mlContext = new MLContext(seed: 1);
        IDataView data = LoadIDataViewFromFile(mlContext, inputDataFilePath);
        TrainTestData split = mlContext.Data.TrainTestSplit(data, testFraction: 0.2);
        ITransformer model = RetrainPipeline(mlContext, split.TrainSet);
        using var owned = model as IDisposable;
        SaveModel(mlContext, model, data, outputModelPath);
        return (Evaluate(mlContext, model, split.TestSet), model.CollapseReports().Single());
    }

    /// <summary>Reads a file with the columns of <see cref="ModelInput"/>.</summary>
    public static IDataView LoadIDataViewFromFile(MLContext mlContext, string inputDataFilePath) =>
        mlContext.Data.LoadFromTextFile<ModelInput>(inputDataFilePath, separatorChar: ',', hasHeader: true);

    /// <summary>Trains anew on other rows.</summary>
    public static ITransformer RetrainPipeline(MLContext mlContext, IDataView trainData) => BuildPipeline(mlContext).Fit(trainData);

    /// <summary>
    /// Everything from the columns of a file to the predicted class. One network of small layers makes a small file.
    /// </summary>
    public static IEstimator<ITransformer> BuildPipeline(MLContext mlContext) =>
        mlContext.Transforms.Categorical.OneHotEncoding([.. s_categories.Select(column => new InputOutputColumnPair(column))])
            .Append(mlContext.Transforms.Concatenate("Features", [.. s_numbers, .. s_categories]))
            .Append(mlContext.Transforms.Conversion.MapValueToKey("class"))
            .Append(mlContext.MulticlassClassification.Trainers.SyreNetwork(new SyreNetworkOptions
            {
                LabelColumnName = "class",
                Members = 1,
                HiddenLayers = [64, 64],
            }))
            .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

    /// <summary>Measures a model on rows that it was not trained on.</summary>
    public static MulticlassClassificationMetrics Evaluate(MLContext mlContext, ITransformer model, IDataView data) =>
        mlContext.MulticlassClassification.Evaluate(model.Transform(data), labelColumnName: "class");

    /// <summary>Saves a model for any app that has Microsoft.ML.</summary>
    public static void SaveModel(MLContext mlContext, ITransformer model, IDataView data, string modelSavePath) =>
        model.SaveAtomically(mlContext, data.Schema, modelSavePath);
}
