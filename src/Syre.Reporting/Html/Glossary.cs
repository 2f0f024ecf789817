namespace Syre.Reporting.Html;

/// <summary>The terms of the pages.</summary>
internal static class Glossary
{
    /// <summary>Terms of every report.</summary>
    public static IReadOnlyList<(string Term, string Meaning)> Terms { get; } =
    [
        ("effective rank",
            "How many directions the activations of a layer really use: exp(−Σ pᵢ log pᵢ), where pᵢ are the singular values over their " +
            "sum (Roy and Vetterli 2007). From 1 to the width; measured after the mean is taken away."),
        ("random", "The same measure of an untrained network of the same shape on the same rows. Few rows or few inputs lower the rank " +
            "of any network; this shows by how much."),
        ("ratio", "Effective rank over that of the random network; without one, over the largest rank possible."),
        ("rank99", "How many singular values make up 99 % of their sum (Kumar et al. 2021; called srank there)."),
        ("dead", "Units that give zero, or always the same, on all rows: they take part in nothing."),
        ("doubled", "Units made superfluous by another that does the same: activations equal up to a factor, |cosine| above 0.99, or " +
            "nearly equal weights (Chen et al. 2023, arXiv 2306.04251)."),
        ("nearest mirror",
            "How near the weights are to a symmetric point of the loss, where two units are one or a unit is zero: gradients cannot " +
            "lead away from it, and weight decay leads to it. Relative to the norm of a unit; 0 is on the mirror. syre (weight decay " +
            "towards a fixed random point) removes these points."),
        ("healthy, reduced, collapsed",
            "Reduced: capacity is gone against the random network, and nothing says it was needed; decay that fits the model to its " +
            "task looks like this. Collapsed: a second sign, such as a loss no better than a constant answer or a worse error on " +
            "held-back rows, says that it was."),
    ];

    /// <summary>Terms of neural collapse.</summary>
    public static IReadOnlyList<(string Term, string Meaning)> NeuralCollapse { get; } =
    [
        ("neural collapse",
            "At zero training error the last layer of a classifier tends to one point for each class, at equal angles (Papyan et al. " +
            "2020). Its rank is then classes − 1, and that is benign. NC1 to NC4 go to 0."),
    ];

    /// <summary>Terms of latents.</summary>
    public static IReadOnlyList<(string Term, string Meaning)> Latents { get; } =
    [
        ("active latent", "A latent whose posterior mean has a variance over rows above the threshold (Burda et al. 2016, arXiv " +
            "1509.00519). No active latent is posterior collapse."),
    ];

    /// <summary>When numbers mislead.</summary>
    public static IReadOnlyList<string> Cautions { get; } =
    [
        "Rank is not accuracy. A network can lose most of its rank and predict as well as before; only the error on rows it has not " +
        "seen tells.",
        "Ranks depend on the rows: compare reports of the same rows only, and use several times as many rows as units.",
        "Two trainings that differ in their seed alone differ in all of these numbers, in effective rank by up to a fifth. Compare " +
        "several seeds.",
    ];
}
