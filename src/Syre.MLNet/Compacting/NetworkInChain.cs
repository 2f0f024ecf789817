using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Compacting;

/// <summary>Puts another network in the place of the one in a fitted pipeline.</summary>
internal static class NetworkInChain
{
    /// <summary>The pipeline with another network, and its other parts.</summary>
    /// <param name="chain">The pipeline.</param>
    /// <param name="rows">Rows as it takes them; null for none.</param>
    /// <param name="replace">Makes the other network of the one that is there, and of the rows as they reach it.</param>
    /// <exception cref="ArgumentException">It holds no network of <c>SyreNetwork</c>, or several.</exception>
    public static TransformerChain<TLast> Replace<TLast>(
        TransformerChain<TLast> chain, IDataView? rows, Func<SyreNetworkTransformer, IDataView?, SyreNetworkTransformer> replace)
        where TLast : class, ITransformer
    {
        int networks = Networks(chain);
        return networks == 1
            ? (TransformerChain<TLast>)Replaced(chain, ref rows, replace)
            : throw new ArgumentException(
                networks > 1 ? $"The model holds {networks} networks of SyreNetwork; use the transformer of one."
                    : $"The model holds no {nameof(SyreNetworkTransformer)}. Of AveragedWith and Tuned use the network's own one. " +
                      "Networks of texts, encoders, and models that ML.NET loaded from a file, cannot be changed.", nameof(chain));
    }

    private static int Networks(ITransformer part) => part switch
    {
        SyreNetworkTransformer => 1,
        IEnumerable<ITransformer> parts => parts.Sum(Networks),
        _ => 0,
    };

    private static ITransformer Replaced(
        ITransformer part, ref IDataView? rows, Func<SyreNetworkTransformer, IDataView?, SyreNetworkTransformer> replace)
    {
        ITransformer now = part;
        if (part is SyreNetworkTransformer network)
        {
            now = replace(network, rows);
        }
        else if (part is IEnumerable<ITransformer> parts && Networks(part) > 0)
        {
            List<ITransformer> all = [];
            foreach (ITransformer one in parts)
                all.Add(Replaced(one, ref rows, replace));
            // Of the same kind, whose last part's type is the chain's.
            return (ITransformer)Activator.CreateInstance(part.GetType(), [all.ToArray()])!;
        }
        rows = rows is null ? null : now.Transform(rows);
        return now;
    }
}
