using Microsoft.ML.Runtime;
using Syre.MLNet.Objectives;

namespace Syre.MLNet.Inputs;

/// <summary>The rows of one data view, ready for training.</summary>
/// <param name="Rows">What the network reads of them.</param>
/// <param name="Count">Their number.</param>
/// <param name="Labels">Their labels as numbers, row after row: 0 or 1, the class from 0, or the values; none
/// where there is no label.</param>
/// <param name="Weights">Their example weights, or null.</param>
/// <param name="WithoutFeature">Rows left out since a feature was missing.</param>
/// <param name="WithoutLabel">Rows left out since their features were there but their label was not.</param>
/// <param name="WithMissing">Rows here of which a feature is missing.</param>
internal sealed record TrainingSet(
    RowStore Rows, int Count, float[] Labels, float[]? Weights, int WithoutFeature = 0, int WithoutLabel = 0, int WithMissing = 0)
    : IDisposable
{
    /// <summary>The group of each row, from 0; null where rows do not belong together.</summary>
    public int[]? Groups { get; init; }

    /// <summary>Numbers in a row's label.</summary>
    public int LabelSize => Labels.Length / Count;

    /// <summary>The labels of some rows.</summary>
    public float[] LabelsOf(long[] rows) => LabelSize == 1
        ? Array.ConvertAll(rows, row => Labels[row])
        : [.. rows.SelectMany(row => Labels.Skip((int)row * LabelSize).Take(LabelSize))];

    /// <summary>Splits into rows to train on and rows held back, of each class the same share.</summary>
    /// <param name="objective">What is learnt.</param>
    /// <param name="share">The share held back.</param>
    /// <param name="seed">The training's seed.</param>
    public (long[] Training, long[] HeldBack) Split(Objective objective, double share, long seed) => RowSplit.Draw(
        Count, share, seed, Weights, objective.HasLabel && !objective.IsScaled ? Array.ConvertAll(Labels, label => (int)label) : null,
        Groups);

    /// <summary>Warns of the rows left out, and tells of those with missing features.</summary>
    /// <param name="role">What messages call the rows.</param>
    /// <param name="featureColumn">The features' column.</param>
    /// <param name="labelColumn">The label's column.</param>
    /// <param name="channel">The log.</param>
    public void Remark(string role, string featureColumn, string? labelColumn, IChannel channel)
    {
        if (WithoutFeature > 0)
        {
            channel.Warning(MessageSensitivity.None,
                $"{WithoutFeature} rows of the {role} with a missing feature (NaN in '{featureColumn}') are left out.");
        }

        if (WithMissing > 0)
        {
            channel.Info(MessageSensitivity.None,
                $"{WithMissing} of {Count} rows of the {role} have a missing feature (NaN in '{featureColumn}'), which is filled in.");
        }

        if (WithoutLabel > 0)
            channel.Warning(MessageSensitivity.None, $"{WithoutLabel} rows of the {role} without a label in '{labelColumn}' are left out.");
    }

    public void Dispose() => Rows.Dispose();
}
