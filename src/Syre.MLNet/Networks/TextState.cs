namespace Syre.MLNet.Networks;

/// <summary>Names of the state in the graph of a network of texts, by which it is read back.</summary>
internal static class TextState
{
    /// <summary>Weights of what is beside the n-grams, <c>[slots, outputs + hidden]</c>.</summary>
    public const string Others = "others";

    /// <summary>Centres of the features beside the texts.</summary>
    public const string Center = "center";

    /// <summary>Factors of the features beside the texts.</summary>
    public const string Factor = "factor";

    /// <summary>Biases of the hidden layer.</summary>
    public const string HiddenBias = "hidden.bias";

    /// <summary>Weights in effect from the hidden layer to the outputs, <c>[outputs, hidden]</c>.</summary>
    public const string OutputWeights = "output.weight";

    /// <summary>The sum of the biases of both ways to the outputs.</summary>
    public const string OutputBias = "output.bias";

    /// <summary>Weights of a text's n-grams, <c>[1 + rows, outputs + hidden]</c>, in 32 or 8 bits.</summary>
    public static string Ngrams(int text) => $"ngrams{text}";

    /// <summary>What a row of such a table is multiplied by, the n-gram's own weight included.</summary>
    public static string Scales(string table) => $"{table}.scales";

    /// <summary>What a column of a table of 8 bits is multiplied by.</summary>
    public static string Columns(string table) => $"{table}.columns";
}
