using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;
using ScoringService.Rows;
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace ScoringService.Models;

/// <summary>Makes a served model of a file, and tries it on a row before anyone else does.</summary>
internal static class ModelLoader
{
    /// <summary>A short hash of a file.</summary>
    public static string VersionOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];

    /// <summary>Loads and tries.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="bytes">Its file.</param>
    /// <param name="scratch">A folder for its temporary files, which is the model's from now on.</param>
    /// <param name="mostTextBytes">Most bytes of a field of text.</param>
    /// <returns>The model; the caller releases it.</returns>
    /// <exception cref="Exception">The file is broken. What ML.NET throws then is of any type.</exception>
    public static ServedModel Load(string name, byte[] bytes, string scratch, int mostTextBytes)
    {
        ITransformer? model = null;
        try
        {
            ModelFile file = ModelFile.Read(name, bytes);
            // ML.NET unpacks the graphs into files, and leaves them behind when one is broken.
            var mlContext = new MLContext { TempFilePath = scratch };
            // Requests keep the processors busy as it is; a row is too small for more than one thread.
            mlContext.SetOnnxSessionOption(new OnnxSessionOptions { CreateSessionOptions = SingleThread });
            (model, DataViewSchema columns) = Unpacked(mlContext, bytes);
            OutputColumns outputs = OutputColumns.Of(model, columns, file.Reports);
            InputSchema input = InputSchema.Of(model, columns, outputs.All);
            var served = new ServedModel(name, VersionOf(bytes), file, model, input, outputs, scratch, mostTextBytes);
            Try(served);
            return served;
        }
        catch
        {
            (model as IDisposable)?.Dispose();
            Directory.Delete(scratch, recursive: true);
            throw;
        }
    }

    /// <summary>
    /// The model. ML.NET gives the graphs' files random names. One in 32 768 of them ends in <c>.ort</c>, which OnnxRuntime takes for a
    /// format of its own. Another try has another name.
    /// </summary>
    private static (ITransformer Model, DataViewSchema Columns) Unpacked(MLContext mlContext, byte[] bytes)
    {
        try
        {
            return (mlContext.Model.Load(new MemoryStream(bytes), out DataViewSchema columns), columns);
        }
        catch (Exception e) when (e.ToString().Contains("ORT model verification failed", StringComparison.Ordinal))
        {
            return (mlContext.Model.Load(new MemoryStream(bytes), out DataViewSchema columns), columns);
        }
    }

    private static SessionOptions SingleThread() => new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };

    /// <summary>Scores the card's example, or a row of zeros and empty texts: the answer must have a number in it.</summary>
    private static void Try(ServedModel model)
    {
        RowEngine engine = model.Rent();
        try
        {
            engine.Read(ProbeRow.Of(model));
            using JsonDocument answer = JsonDocument.Parse(engine.Answer(withCollapse: true));
            JsonElement score = answer.RootElement.GetProperty("score");
            bool isNumber = score.ValueKind switch
            {
                JsonValueKind.Object => score.EnumerateObject().All(slot => slot.Value.ValueKind == JsonValueKind.Number),
                JsonValueKind.Array => score.EnumerateArray().All(slot => slot.ValueKind == JsonValueKind.Number),
                _ => score.ValueKind == JsonValueKind.Number,
            };
            if (!isNumber)
                throw new InvalidDataException($"The model answers the probe row with {score}, which is no number.");
        }
        catch (RowException e)
        {
            throw new InvalidDataException(
                "The example in the file's card does not fit the model: " +
                $"{string.Join("; ", e.Errors.Select(error => $"{error.Key} {error.Value}"))}", e);
        }
        finally
        {
            model.Return(engine);
        }
    }
}
