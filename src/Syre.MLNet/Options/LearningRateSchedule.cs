namespace Syre.MLNet;

/// <summary>How the learning rate moves with training progress t, from 0 at the first step to 1 after the last.</summary>
public enum LearningRateSchedule
{
    /// <summary>The rate itself, throughout.</summary>
    Constant,

    /// <summary>Half a cosine from the rate down to zero.</summary>
    Cosine,

    /// <summary>The rate for the first half of training, then half a cosine down to zero.</summary>
    FlatCosine,

    /// <summary>
    /// Four cosine waves that grow longer: ½(1 − cos(2π·log₂(1 + 15t))) times the rate. RealMLP's schedule
    /// (arXiv 2407.04491, "coslog4"): the early waves explore, the last one settles.
    /// </summary>
    CosineLog4,
}
