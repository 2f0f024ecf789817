namespace Syre.Studies.Thresholds;

/// <summary>A multi-layer perceptron's hidden part.</summary>
/// <param name="Width">Units of each hidden layer.</param>
/// <param name="Depth">Hidden layers.</param>
/// <param name="Activation">Between the layers.</param>
internal sealed record NetworkShape(int Width, int Depth, string Activation)
{
    private static readonly string[] s_activations = ["relu", "tanh", "selu", "gelu"];

    /// <summary>What is trained: every activation and several sizes, in turn.</summary>
    public static NetworkShape InTurn(int number) => (number % 6) switch
    {
        1 => new(64, 2, "relu"),
        2 => new(64, 2, "tanh"),
        3 => new(128, 3, "relu"),
        4 => new(96, 2, "selu"),
        5 => new(128, 1, "relu"),
        _ => new(64, 3, "gelu"),
    };

    /// <summary>Any shape, for networks that are not trained.</summary>
    public static NetworkShape Draw(Random random) =>
        new(8 << random.Next(7), random.Next(1, 5), s_activations[random.Next(s_activations.Length)]);
}
