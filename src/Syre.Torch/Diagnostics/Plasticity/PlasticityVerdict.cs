namespace Syre.Torch;

/// <summary>Whether a network that was trained before still learns as a fresh one does.</summary>
public enum PlasticityVerdict
{
    /// <summary>Too few runs, or a loss that is no number above 0.</summary>
    NotJudged,

    /// <summary>It learns new data as fast as a fresh network, or nothing shows that it does not.</summary>
    Kept,

    /// <summary>It learns new data more slowly than a fresh network.</summary>
    Lost,
}
