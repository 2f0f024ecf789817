using Microsoft.ML;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>One estimator and the data it is put through the kit with.</summary>
public sealed class EstimatorCase
{
    private readonly Lazy<FittedCase> _fitted;

    public EstimatorCase() => _fitted = new Lazy<FittedCase>(() => new FittedCase(this));

    /// <summary>Makes the estimator, in the context given.</summary>
    public required Func<MLContext, IEstimator<ITransformer>> Estimator { get; init; }

    /// <summary>Data sets of every role that exists for this estimator; the first one is the one it is fitted on.</summary>
    public required IReadOnlyList<ConformanceInput> Inputs { get; init; }

    /// <summary>Rows to predict one by one.</summary>
    public required IEngineProbe Engine { get; init; }

    /// <summary>How far values of the reloaded model may be from the original's; zero for a model that saves itself.</summary>
    public double ReloadTolerance { get; init; }

    /// <summary>Whether the fitted model refuses to score once it is disposed; otherwise it only has to dispose without trouble.</summary>
    public bool FailsAfterDispose { get; init; }

    /// <summary>Fitted once and shared by all checks that leave the model alone.</summary>
    public FittedCase Fitted => _fitted.Value;

    /// <summary>A model of its own, for checks that dispose it.</summary>
    public ITransformer FitAnew(MLContext ml) => Estimator(ml).Fit(Inputs[0].View(ml));
}
