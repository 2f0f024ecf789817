using Microsoft.ML;
using Syre.Torch;

namespace Syre.MLNet.Text;

/// <summary>Rows beside those that a training learns from.</summary>
/// <param name="Validation">Rows to choose the best epoch by, which are profiled too; or null.</param>
/// <param name="Profiled">Rows that are profiled and nothing else; or null.</param>
/// <param name="Profile">Gives the profile once the network is trained, where there are neither; null, or a null from it, for that of the
/// training rows.</param>
internal sealed record UnseenRows(IDataView? Validation, IDataView? Profiled, Func<RowProfile?>? Profile)
{
    /// <summary>Whether the training is for the profile alone.</summary>
    public bool IsSecondTraining => Profiled is not null;

    /// <summary>The same rows transformed.</summary>
    public UnseenRows Through(ITransformer transformer) => this with
    {
        Validation = Validation is null ? null : transformer.Transform(Validation),
        Profiled = Profiled is null ? null : transformer.Transform(Profiled),
    };
}
