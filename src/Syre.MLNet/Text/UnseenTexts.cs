using Microsoft.ML;
using Microsoft.ML.Runtime;
using Syre.MLNet.Data;
using Syre.MLNet.Training;
using Syre.Torch;

namespace Syre.MLNet.Text;

/// <summary>
/// How the diagnostics of unseen texts are distributed, where training sees every text: a second network learns nine tenths of the texts
/// as the first one learnt all, vocabulary included, and the last tenth tells. It is trained after the first, which stays as it is to the
/// bit.
/// </summary>
internal static class UnseenTexts
{
    /// <summary>Few enough that the second network knows nearly as much as the first.</summary>
    private const double UnseenShare = 0.1;

    /// <summary>Whether the options need it and allow it.</summary>
    public static bool IsAskedFor(SyreTextOptions options, IDataView? validationData) =>
        options.ProfileUnseenTexts && options.Collapse.ColumnName is not null && validationData is null && options.ValidationFraction == 0;

    /// <summary>The profile; null, with a warning, where it could not be made.</summary>
    /// <param name="trainData">All texts.</param>
    /// <param name="options">The options of the first network.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="train">Trains on the first rows by the options, and reports with the profile of the others.</param>
    /// <param name="channel">The log.</param>
    /// <param name="cancellation">By the MLContext it ends the fit, by the token only this.</param>
    public static RowProfile? Profile(
        IDataView trainData,
        SyreTextOptions options,
        long seed,
        Func<SyreTextOptions, IDataView, IDataView, CollapseReport> train,
        IChannel channel,
        Cancellation cancellation)
    {
        long splitSeed = SeedSequence.Derive(seed, SeedStream.Profile);
        if (options.CancellationToken.IsCancellationRequested
            || SelectedRows.Split(trainData, UnseenShare, options.Collapse.Rows, splitSeed) is not { } split)
            return null;
        channel.Info(MessageSensitivity.None,
            $"A second network is trained on nine tenths of the texts, to tell how unseen ones look ({nameof(options.ProfileUnseenTexts)}).");
        try
        {
            CollapseOptions measured = options.Collapse with { HistoryEvery = null, ReferenceError = null };
            SyreTextOptions quiet = options with { Progress = null, Collapse = measured };
            RowProfile? profile = train(quiet, split.Training, split.HeldBack).RowProfile;
            if (!options.CancellationToken.IsCancellationRequested)
                return profile;
            channel.Warning(MessageSensitivity.None,
                "Cancelled before it was known how unseen texts look; a monitor of this model cannot tell drift.");
        }
        // The model is trained: whatever happens here must not lose it.
        catch (Exception e)
        {
            cancellation.CheckContext();
            channel.Warning(MessageSensitivity.None,
                $"How unseen texts look could not be measured, so a monitor of this model cannot tell drift: {e.Message}");
        }
        return null;
    }
}
