using CollapseLab.Arms;
using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CollapseLab.Torch;

/// <summary>The optimizer of an arm.</summary>
internal static class ArmOptimizer
{
    /// <summary>Puts the weights where the arm starts, and makes AdamW with the arm's pull.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="network">Its weights are the initial ones.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="pull">The pull.</param>
    public static SyreAdamW Create(Arm arm, nn.Module network, double learningRate, Pull pull)
    {
        (string name, Parameter parameter)[] all = [.. network.named_parameters()];
        var options = new SyreOptions
        {
            Mode = arm.Kind switch
            {
                ArmKind.Plain => DecayMode.Plain,
                ArmKind.L2Init => DecayMode.L2Init,
                ArmKind.Syre or ArmKind.SyreTheta => DecayMode.Syre,
                ArmKind.SyreAdvanced => DecayMode.SyreAdvanced,
                ArmKind.None or ArmKind.Noise or ArmKind.Frozen => DecayMode.None,
                _ => throw new NotSupportedException($"No network of TorchSharp is trained with {arm.Name}."),
            },
            WeightDecay = pull.Lambda,
            Sigma0 = arm.Sigma0 > 0 ? arm.Sigma0 : null,
            Seed = pull.Seed,
            Coupled = pull.IsInLoss,
            Parameters = (name, _) => pull.Pulled(name),
        };
        if (arm.Kind == ArmKind.Frozen)
            all = Freeze(arm.Sigma0, all, pull);
        else if (arm.Kind is ArmKind.Noise or ArmKind.SyreTheta)
            options = options with { Origins = Displace([.. all.Where(one => pull.Pulled(one.name))], options) };
        return new SyreAdamW(all, learningRate, options: options);
    }

    /// <summary>Sets what an overwhelming pull would hold to θ0, and keeps it there.</summary>
    /// <returns>What still learns.</returns>
    private static (string name, Parameter parameter)[] Freeze(
        double sigma0, (string name, Parameter parameter)[] parameters, Pull pull)
    {
        ILookup<bool, (string name, Parameter parameter)> parts =
            parameters.ToLookup(one => pull.Pulled(one.name) && !pull.IsReadout(one.name));
        _ = SetToStaticBias([.. parts[true]], new SyreOptions { Sigma0 = sigma0, Seed = pull.Seed });
        foreach ((_, Parameter parameter) in parts[true])
            parameter.requires_grad = false;
        return [.. parts[false]];
    }

    /// <summary>Adds θ0 to the weights.</summary>
    private static Dictionary<string, StaticBiasOrigin> Displace(
        (string name, Parameter parameter)[] parameters, SyreOptions options)
    {
        using var scope = NewDisposeScope();
        Tensor[] before = [.. parameters.Select(one => one.parameter.detach().clone())];
        Dictionary<string, StaticBiasOrigin> origins = SetToStaticBias(parameters, options);
        using var _ = no_grad();
        for (int i = 0; i < before.Length; i++)
            parameters[i].parameter.Add_(before[i]);
        return origins;
    }

    /// <summary>Sets the weights to θ0, by one step of the pull that goes all the way, without a gradient.</summary>
    private static Dictionary<string, StaticBiasOrigin> SetToStaticBias(
        (string name, Parameter parameter)[] parameters, SyreOptions options)
    {
        foreach ((_, Parameter parameter) in parameters)
            parameter.grad = zeros_like(parameter);
        using var pull = new SyreSgd(
            parameters, lr: 1, options: options with { Mode = DecayMode.Syre, WeightDecay = 1, Coupled = false, Parameters = null });
        pull.step();
        pull.zero_grad();
        return pull.InitialDeviations.ToDictionary(one => one.Key, one => new StaticBiasOrigin { InitialDeviation = one.Value });
    }
}
