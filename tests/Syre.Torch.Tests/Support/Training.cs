using static TorchSharp.torch;

namespace Syre.Torch.Tests;

/// <summary>Short training runs on small networks.</summary>
internal static class Training
{
    /// <summary>Some steps towards a fixed random target; the first and the last loss.</summary>
    public static (float First, float Last) Run(optim.Optimizer optimizer, int steps, Func<Tensor> loss, Action? beforeStep = null)
    {
        float first = 0, last = 0;
        for (int step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            Tensor value = loss();
            value.backward();
            beforeStep?.Invoke();
            optimizer.step();
            last = value.item<float>();
            first = step == 0 ? last : first;
        }
        optimizer.zero_grad();
        return (first, last);
    }
}
