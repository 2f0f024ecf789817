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
                ArmKind.Syre or ArmKind.SyreTheta or ArmKind.Noise => DecayMode.Syre,
                ArmKind.SyreAdvanced => DecayMode.SyreAdvanced,
                ArmKind.None or ArmKind.Frozen => DecayMode.None,
                _ => throw new NotSupportedException($"No network of TorchSharp is trained with {arm.Name}."),
            },
            // Noise is syre that starts displaced and never pulls.
            WeightDecay = arm.Kind == ArmKind.Noise ? 0 : pull.Lambda,
            ThetaForm = arm.Kind is ArmKind.Noise or ArmKind.SyreTheta ? true : null,
            Sigma0 = arm.Sigma0 > 0 ? arm.Sigma0 : null,
            Seed = pull.Seed,
            Coupled = pull.IsInLoss,
            Parameters = (name, _) => pull.Pulled(name),
        };
        return new SyreAdamW(arm.Kind == ArmKind.Frozen ? Freeze(arm.Sigma0, all, pull) : all, learningRate, options: options);
    }

    /// <summary>Sets what an overwhelming pull would hold to θ0, by one step of the pull that goes all the way, and keeps it.</summary>
    /// <returns>What still learns.</returns>
    private static (string name, Parameter parameter)[] Freeze(
        double sigma0, (string name, Parameter parameter)[] parameters, Pull pull)
    {
        ILookup<bool, (string name, Parameter parameter)> parts =
            parameters.ToLookup(one => pull.Pulled(one.name) && !pull.IsReadout(one.name));
        foreach ((_, Parameter parameter) in parts[true])
            parameter.grad = zeros_like(parameter);
        using (var optimizer = new SyreSgd(
            parts[true], lr: 1, options: new SyreOptions { Sigma0 = sigma0, WeightDecay = 1, Seed = pull.Seed }))
        {
            optimizer.step();
            optimizer.zero_grad();
        }
        foreach ((_, Parameter parameter) in parts[true])
            parameter.requires_grad = false;
        return [.. parts[false]];
    }
}
