using static TorchSharp.torch;

namespace CollapseLab.Experiments.Ridge;

/// <summary>Ridge regression with a bias, in closed form and double precision.</summary>
internal sealed class RidgeSolution
{
    private readonly Tensor _regularised, _moments, _gamma;

    /// <param name="features">The rows.</param>
    /// <param name="labels">Their labels.</param>
    /// <param name="gamma">γ.</param>
    public RidgeSolution(float[] features, float[] labels, double gamma)
    {
        // Numbers as tensors: libtorch may read one that comes as a Scalar after it has been freed (TorchSharp's issue 1047).
        long rows = labels.Length;
        using Tensor count = tensor((double)rows);
        _gamma = tensor(gamma);
        Tensor x = cat([tensor(features, [rows, features.Length / rows]).to(float64), ones(rows, 1, dtype: float64)], 1);
        _regularised = x.t().mm(x) / count + _gamma * eye(x.shape[1], dtype: float64);
        _moments = x.t().mv(tensor(labels).to(float64)) / count;
    }

    /// <summary>The least of the mean squared error and γ times the squared distance to a target; the last number is the bias.</summary>
    public double[] For(double[] target) =>
        linalg.solve(_regularised, _moments + _gamma * tensor(target)).data<double>().ToArray();
}
