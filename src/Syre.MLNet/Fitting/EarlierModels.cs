using Microsoft.ML;

namespace Syre.MLNet.Fitting;

/// <summary>Finds the trained network in a fitted model.</summary>
internal static class EarlierModels
{
    /// <summary>The one model of a kind in a transformer or a chain of them.</summary>
    /// <exception cref="ArgumentException">There is none, or there are several.</exception>
    public static T Find<T>(ITransformer transformer)
        where T : SyreModel
    {
        SyreModel[] all = [.. All(transformer)];
        T[] found = [.. all.OfType<T>()];
        return found.Length == 1
            ? found[0]
            : throw new ArgumentException(
                (found.Length > 1 ? $"The earlier model holds {found.Length} networks of this trainer; give the transformer of one."
                    : all.Length > 0 ? $"The earlier model is a {all[0].GetType().Name}, expected is a {typeof(T).Name}: use its trainer."
                    : "The earlier model holds no network that this library fitted in this process. " +
                      "A model that ML.NET loaded is made of ML.NET's own parts; " +
                      $"use {nameof(InitialModel)}.{nameof(InitialModel.FromFile)} with the file."), nameof(InitialModel));
    }

    private static IEnumerable<SyreModel> All(ITransformer transformer) => transformer switch
    {
        IPredictionTransformer<SyreModel> one => [one.Model],
        IEnumerable<ITransformer> chain => chain.SelectMany(All),
        _ => [],
    };
}
