using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML;

/// <summary>Stub: an estimator for each point of a space.</summary>
public class SweepableEstimator(Func<MLContext, Parameter, IEstimator<ITransformer>> factory, SearchSpace.SearchSpace ss)
{
    public SearchSpace.SearchSpace SearchSpace { get; } = ss;

    /// <summary>The first point.</summary>
    public Parameter Parameter { get; } = ss.SampleFromFeatureSpace(ss.Default);

    public virtual IEstimator<ITransformer> BuildFromOption(MLContext context, Parameter param) => factory(context, param);
}

/// <summary>Stub: estimators one after the other.</summary>
public class SweepablePipeline
{
    internal List<Func<MLContext, Parameter, IEstimator<ITransformer>>> Parts { get; } = [];

    public SearchSpace.SearchSpace SearchSpace { get; internal set; } = new();

    public IEstimator<ITransformer> BuildFromOption(MLContext context, Parameter parameter)
    {
        IEstimator<ITransformer>[] built = [.. Parts.Select(part => part(context, parameter))];
        var chain = new Data.EstimatorChain<ITransformer>();
        return built.Aggregate(chain, (whole, part) => whole.Append(part));
    }
}

/// <summary>Stub.</summary>
public static class SweepableExtension
{
    public static SweepablePipeline Append(this IEstimator<ITransformer> estimator, SweepableEstimator estimator1)
    {
        var pipeline = new SweepablePipeline { SearchSpace = estimator1.SearchSpace };
        pipeline.Parts.AddRange([(_, _) => estimator, estimator1.BuildFromOption]);
        return pipeline;
    }
}
