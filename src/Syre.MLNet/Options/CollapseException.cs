using Syre.Torch;

namespace Syre.MLNet;

/// <summary>A trained network has collapsed, and <see cref="CollapsePolicy.Throw"/> asked not to get such a model.</summary>
public sealed class CollapseException : Exception
{
    /// <summary>An exception for what a report found.</summary>
    /// <param name="report">The report.</param>
    /// <param name="modelFile">The trained model as a file; empty (default) for none.</param>
    public CollapseException(CollapseReport report, ReadOnlyMemory<byte> modelFile = default)
        : base(
            $"The trained network is {report.Verdict.ToString().ToLowerInvariant()}: " +
            $"{string.Join(" ", report.Findings.Select(finding => finding.Sentence))} The report of this exception tells more; " +
            "to get the model all the same, " +
            $"set {nameof(CollapseOptions)}.{nameof(CollapseOptions.Policy)} to " +
            $"{nameof(CollapsePolicy.Warn)}{(modelFile.IsEmpty ? "" : $", or read {nameof(ModelFile)}")}.") =>
        (Report, ModelFile) = (report, modelFile);

    /// <summary>The report.</summary>
    public CollapseReport Report { get; }

    /// <summary>
    /// The trained model, which took its epochs, as <c>mlContext.Model.Save</c> writes it:
    /// <c>mlContext.Model.Load(new MemoryStream(bytes), out _)</c> gives the model, and <c>File.WriteAllBytes</c> a file for
    /// <see cref="SyreModelFile"/>. These are bytes, so that nothing is left to dispose for who does not want it. Empty where it could not
    /// be written, as a user's own network with a module that ONNX does not have.
    /// </summary>
    public ReadOnlyMemory<byte> ModelFile { get; }
}
