using Microsoft.ML;

namespace Syre.MLNet;

/// <summary>Saving of any model of ML.NET that never leaves half a file.</summary>
public static class ModelSavingExtensions
{
    /// <summary>
    /// Saves a model as <c>mlContext.Model.Save</c> does, in one step: whoever reads <paramref name="path"/> finds the model of before or
    /// this one, whole,
    /// also when the process is killed meanwhile. The same as <see cref="SyreModelFile.Save"/>.
    /// </summary>
    /// <param name="model">Any model that ML.NET can save.</param>
    /// <param name="mlContext">The context.</param>
    /// <param name="inputSchema">Schema of the rows that the model takes; null to save none.</param>
    /// <param name="path">The file.</param>
    /// <param name="entries">See <see cref="SyreModelFile.Save"/>.</param>
    public static void SaveAtomically(
        this ITransformer model, MLContext mlContext, DataViewSchema? inputSchema, string path,
        IReadOnlyDictionary<string, string>? entries = null) =>
        SyreModelFile.Save(mlContext, model, inputSchema, path, entries);
}
