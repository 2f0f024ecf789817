namespace Syre.Cpu.Losses;

/// <summary>One row on its way through a loss.</summary>
/// <param name="outputs">Its outputs, in whose place their gradient comes; up to whole registers.</param>
/// <param name="count">Number of outputs.</param>
/// <param name="target">Its target.</param>
/// <param name="weight">Its weight.</param>
/// <param name="share">What its gradient is multiplied by: the weight over the number of rows.</param>
/// <param name="loss">The loss.</param>
internal readonly unsafe ref struct LossRow(float* outputs, int count, float* target, float weight, float share, CpuLoss loss)
{
    public readonly float* Outputs = outputs, Target = target;
    public readonly int Count = count;
    public readonly float Weight = weight, Share = share;
    public readonly CpuLoss Loss = loss;
}
