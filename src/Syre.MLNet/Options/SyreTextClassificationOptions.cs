using System.Text.Json.Serialization;
using Microsoft.ML.Tokenizers;
using Syre.MLNet.Options;
using Syre.Torch;

namespace Syre.MLNet;

/// <summary>
/// Options of <c>SyreTextClassification</c>. The inherited defaults that differ are set here: 8 epochs in batches of
/// 64, a learning rate that falls along a cosine, a dropout of 0.3, no label smoothing, and no row held back to choose
/// the epoch by (<see cref="SyreTrainerOptions.ValidationFraction"/> 0), since a tenth of the texts is worth more than that choice.
/// </summary>
/// <remarks>
/// So <see cref="SyreTrainerOptions.Metric"/> and <see cref="SyreTrainerOptions.EarlyStoppingPatience"/> count where rows are held back or
/// given. <see cref="SyreTrainerOptions.EarlyStopping"/> waits for a wave of <see cref="LearningRateSchedule.CosineLog4"/>, and a plain
/// cosine has none. There is one network: four that are averaged have 3 % less log-loss and 3 % fewer errors, at four times the file and
/// the time (<c>tests/Syre.Studies/results/texts.md</c>).
/// </remarks>
public sealed record SyreTextClassificationOptions : SyreTrainerOptions
{
    /// <summary>Longer sequences hardly ever occur twice, and every text has one of each length at every place.</summary>
    private const int LongestNgram = 64;

    /// <summary>As many weights for each n-gram.</summary>
    private const int MostHiddenUnits = 65_536;

    /// <summary>Options with the defaults.</summary>
    public SyreTextClassificationOptions()
    {
        LearningRateSchedule = LearningRateSchedule.Cosine;
        ValidationFraction = 0;
        Dropout = 0.3;
    }

    /// <summary>The texts' column: text. Default <c>Text</c>. Need not be cleaned: case and accents do not count.</summary>
    public string TextColumnName { get; init; } = "Text";

    /// <summary>
    /// A second text (column of text), for pairs whose relation is the label, such as a question and an answer; null (default) for none.
    /// Each text has weights of its own, and how alike the two are, in words and in characters, is known to the network.
    /// </summary>
    public string? SecondTextColumnName { get; init; }

    /// <summary>
    /// Numbers beside the text: a vector of Single of known size, dense or sparse, scaled as <c>SyreNetwork</c> scales features; null
    /// (default) for none. <see cref="SyreTrainerOptions.MissingValues"/> says what becomes of rows with a NaN in it.
    /// </summary>
    public string? FeatureColumnName { get; init; }

    /// <summary>
    /// Cuts words into pieces, whose n-grams stand in place of the words': for example <c>TiktokenTokenizer.CreateForModel("gpt-4o")</c>
    /// with the package <c>Microsoft.ML.Tokenizers.Data.O200kBase</c>. Null (default) for whole words, which did as well on the sets tried:
    /// n-grams of characters tell what words have in common already. The tokenizer is needed in training only: the file keeps the pieces of
    /// every word of the training texts, and reads other words by their characters. Not kept in the file's options.
    /// </summary>
    [JsonIgnore]
    public Tokenizer? Subwords { get; init; }

    /// <summary>Width of the hidden layer beside the direct weights of the n-grams, from 1 to 65 536. Default 32.</summary>
    public int HiddenUnits { get; init; } = 32;

    /// <summary>
    /// Words and n-grams that occur in fewer training texts are left out, at least 1. Default 2: what occurs once
    /// teaches little and fills the file.
    /// </summary>
    public int MinimumCount { get; init; } = 2;

    /// <summary>Longest sequence of words, from 1 to 64. Default 2.</summary>
    public int WordNgramLength { get; init; } = 2;

    /// <summary>
    /// Shortest sequence of characters, at least 1; null (default) for 1 where most of the training texts' characters are of scripts that
    /// put no spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese), and else 3.
    /// </summary>
    public int? MinimumCharacterNgramLength { get; init; }

    /// <summary>
    /// Longest sequence of characters, across spaces too, from <see cref="MinimumCharacterNgramLength"/> to 64. Default 5.
    /// </summary>
    public int MaximumCharacterNgramLength { get; init; } = 5;

    /// <summary>
    /// Number of characters of a text that are read, and of words, at least 1: n-grams of what comes after are left out, in training with a
    /// warning in the log. Default 5 000.
    /// </summary>
    public int MaximumTextLength { get; init; } = 5000;

    /// <summary>
    /// Bytes that the weights of the n-grams may take, at least 1 000; the most frequent n-grams are kept. Default 17 000 000, for files of
    /// at most 20 MB: a saved file also holds the words, the numbers of the n-grams, and the layers after.
    /// </summary>
    public long MaximumModelSize { get; init; } = 17_000_000;

    /// <summary>
    /// Whether the model scores with weights of n-grams in 8 bits (default), so that four times as many fit in a file, or in 32 bits.
    /// Scores in memory and from the file are the same; <see cref="SyreTextClassificationModel.Network"/> has the weights before rounding.
    /// </summary>
    public bool Quantize { get; init; } = true;

    /// <summary>
    /// Share of the texts that are held back for the profile which a <see cref="CollapseMonitor"/> compares with, in [0, 0.5]; 500 texts at
    /// most. They choose no epoch, and of all that is learnt only one number, the temperature of <see
    /// cref="SyreTrainerOptions.Calibrate"/>, is from them. Default 0.02, whose cost cannot be told from noise: nine sets of 2 500 texts
    /// gained 0.04 ± 0.14 points of accuracy (18 pairs of trainings, 95 % interval). With 0.05 they lost 0.22 ± 0.22; a larger profile lets
    /// a monitor find smaller changes. 0 trains on every text, and a monitor of the model gives no verdict, since the profile is of
    /// memorised texts; so it is where the share is of fewer than 10 texts. Nothing is held back where there are validation rows, which are
    /// profiled instead, or without <see cref="CollapseOptions.ColumnName"/>.
    /// </summary>
    public double ProfileFraction { get; init; } = 0.02;

    /// <summary>Columns of the texts of a row.</summary>
    internal string[] TextColumns => SecondTextColumnName is { } second ? [TextColumnName, second] : [TextColumnName];

    /// <summary>Number of texts in a row.</summary>
    internal int Texts => TextColumns.Length;

    /// <summary>
    /// Bytes that an n-gram takes in the file: its weights for each text and their scale, its own weight, and its number.
    /// </summary>
    internal int BytesPerNgram(int outputs) =>
        Texts * ((Quantize ? sizeof(sbyte) : sizeof(float)) * (outputs + HiddenUnits) + sizeof(float)) + 2 * sizeof(float);

    /// <inheritdoc/>
    internal override void AddTo(Violations violations)
    {
        base.AddTo(violations);
        violations.Require(!string.IsNullOrEmpty(TextColumnName), "TextColumnName is empty; name the texts' column.");
        violations.Require(SecondTextColumnName is not "", "SecondTextColumnName is empty; name a column or use null.");
        violations.Require(FeatureColumnName is not "", "FeatureColumnName is empty; name a column or use null.");
        violations.RequireOnnxName(FeatureColumnName);
        violations.Require(HiddenUnits >= 1, HiddenUnits, "at least 1");
        violations.Require(HiddenUnits <= MostHiddenUnits, HiddenUnits, $"at most {MostHiddenUnits}");
        violations.Require(MinimumCount >= 1, MinimumCount, "at least 1");
        violations.Require(WordNgramLength >= 1, WordNgramLength, "at least 1");
        violations.Require(WordNgramLength <= LongestNgram, WordNgramLength, $"at most {LongestNgram}");
        violations.Require(MinimumCharacterNgramLength is null or >= 1, MinimumCharacterNgramLength, "at least 1, or null");
        int shortest = MinimumCharacterNgramLength ?? 1;
        violations.Require(MaximumCharacterNgramLength >= shortest,
            $"{nameof(MaximumCharacterNgramLength)} is {MaximumCharacterNgramLength}; it must be at least " +
            $"{nameof(MinimumCharacterNgramLength)}, {shortest}.");
        violations.Require(MaximumCharacterNgramLength <= LongestNgram, MaximumCharacterNgramLength, $"at most {LongestNgram}");
        violations.Require(MaximumTextLength >= 1, MaximumTextLength, "at least 1");
        violations.Require(MaximumModelSize >= 1000, MaximumModelSize, "at least 1000 bytes");
        violations.Require(ProfileFraction is >= 0 and <= 0.5, ProfileFraction, "in [0, 0.5]");
    }
}
