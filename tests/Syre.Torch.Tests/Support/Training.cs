using static TorchSharp.torch;

namespace Syre.Torch.Tests;

/// <summary>Short training runs on small networks.</summary>
internal static class Training
{
    /// <summary>Some steps towards a fixed random target; the first and the last loss.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="steps">How many.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="beforeStep">Called when the gradients are there.</param>
    /// <param name="step">Takes the step; null (default) for the optimizer's own.</param>
    public static (float First, float Last) Run(
        optim.Optimizer optimizer, int steps, Func<Tensor> loss, Action? beforeStep = null, Action? step = null)
    {
        step ??= () => optimizer.step();
        float first = 0, last = 0;
        for (int i = 0; i < steps; i++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            Tensor value = loss();
            value.backward();
            beforeStep?.Invoke();
            step();
            last = value.item<float>();
            first = i == 0 ? last : first;
        }
        optimizer.zero_grad();
        return (first, last);
    }
}
