using System.Runtime.CompilerServices;
using Syre.Torch;

namespace Syre.MLNet.Options;

/// <summary>Names of columns that ML.NET's ONNX transformer takes, and so a saved model can have.</summary>
internal static class OnnxNames
{
    private const string Ending = ".output";

    /// <summary>Notes a name that ML.NET's ONNX transformer takes for no column's.</summary>
    public static void RequireOnnxName(
        this Violations violations, string? name, [CallerArgumentExpression(nameof(name))] string option = "") =>
        violations.Require(string.IsNullOrEmpty(name) || (!string.IsNullOrWhiteSpace(name) && !name.Contains('\0')),
            $"{option} is blank or has a NUL character in it, and ML.NET's ONNX transformer takes no such column. " +
            $"Rename the column, for example with mlContext.Transforms.CopyColumns.");

    /// <summary>
    /// Notes a name that a column written by ONNX cannot have: ML.NET's transformer takes an ending off, so that the saved model's
    /// column would be called otherwise.
    /// </summary>
    public static void RequireOnnxColumn(
        this Violations violations, string? name, [CallerArgumentExpression(nameof(name))] string option = "")
    {
        violations.RequireOnnxName(name, option);
        violations.Require(name?.EndsWith(Ending, StringComparison.Ordinal) != true,
            $"{option} is '{name}'; ML.NET's ONNX transformer takes '{Ending}' off the end of a saved model's columns. " +
            $"Choose another name.");
    }
}
