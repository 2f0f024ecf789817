namespace Syre.MLNet.Networks.Stages;

/// <summary>Computes what reaches the layers of a network, on some training rows, while their first weights are made.</summary>
internal interface IFirstPass
{
    /// <summary>
    /// The sums of a fitted stage with its present weights, <c>[rows, units]</c>, row after row. Stages are asked for in their order, each
    /// once, when the weights of those before it are final.
    /// </summary>
    /// <param name="stage">Its number among the network's stages.</param>
    float[] Sums(int stage);
}
