using Syre.Torch;
using TorchSharp.Modules;

namespace Syre.MLNet.Networks.Stages;

/// <summary>A parameter of a stage, and how it is trained (RealMLP, arXiv 2407.04491).</summary>
/// <param name="Role">What it is.</param>
/// <param name="Name">Its name in the stage.</param>
/// <param name="Parameter">The parameter.</param>
internal sealed record TrainedParameter(ParameterRole Role, string Name, Parameter Parameter)
{
    /// <summary>Groups of parameters of one role, in the order of roles.</summary>
    /// <param name="stages">The stages, by their name in the network.</param>
    public static IEnumerable<SyreParameterGroup> Groups(IEnumerable<(string Name, Stage Stage)> stages) =>
        from stage in stages
        from trained in stage.Stage.Trained
        group ($"{stage.Name}.{trained.Name}", trained.Parameter) by trained.Role into role
        orderby role.Key
        select Group(role.Key, role);

    private static SyreParameterGroup Group(ParameterRole role, IEnumerable<(string, Parameter)> parameters) => role switch
    {
        // The parametrisation's unit scale, whatever the fit to the data and the zero start of the last layer have made of it.
        ParameterRole.Weights => new("weights", parameters) { InitialDeviation = 1 },
        ParameterRole.Biases => new("biases", parameters) { LearningRateFactor = 0.1, WeightDecayFactor = 0 },
        ParameterRole.Embedding => new("embedding", parameters) { LearningRateFactor = 0.1 },
        ParameterRole.EmbeddingBiases => new("embedding biases", parameters) { LearningRateFactor = 0.1, WeightDecayFactor = 0 },
        ParameterRole.Scale => new("scale", parameters) { LearningRateFactor = 6, WeightDecayFactor = 0 },
        _ => new("activations", parameters) { LearningRateFactor = 0.1, WeightDecayFactor = 0 },
    };
}

/// <summary>What a parameter is.</summary>
internal enum ParameterRole
{
    /// <summary>Weights of unit scale.</summary>
    Weights,

    /// <summary>Biases.</summary>
    Biases,

    /// <summary>A scale of each feature.</summary>
    Scale,

    /// <summary>How much of its activation a neuron uses.</summary>
    Activation,

    /// <summary>Frequencies and map of an embedding, whose own deviations θ0 is made by.</summary>
    Embedding,

    /// <summary>Phases and biases of an embedding.</summary>
    EmbeddingBiases,
}
