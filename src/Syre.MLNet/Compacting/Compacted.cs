using Microsoft.ML;

namespace Syre.MLNet;

/// <summary>A compacted model, and what became of it.</summary>
/// <typeparam name="TModel">Kind of model.</typeparam>
/// <param name="Model">A new model, which the caller disposes, with parts of the one given; that stays as it is.</param>
/// <param name="Report">What was taken out.</param>
public sealed record Compacted<TModel>(TModel Model, CompactionReport Report)
    where TModel : ITransformer;
