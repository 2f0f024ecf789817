namespace Syre.Torch;

/// <summary>How grave a finding is.</summary>
public enum CollapseVerdict
{
    /// <summary>Nothing is gone that a network of this shape has at random.</summary>
    Healthy,

    /// <summary>
    /// Capacity is gone against the random baseline, and there is no second sign that anything was lost: weight decay that fits the model to the task
    /// looks like this.
    /// </summary>
    Reduced,

    /// <summary>Capacity is gone, and a second sign says that it was needed.</summary>
    Collapsed,
}
