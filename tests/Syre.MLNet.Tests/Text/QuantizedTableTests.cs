using Syre.MLNet.Networks;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Text;

[TestClass]
public sealed class QuantizedTableTests
{
    [TestMethod]
    public void Each_weight_is_rounded_to_a_step_of_its_row_and_column()
    {
        manual_seed(1);
        using Tensor scales = tensor(new[] { 1f, 100f, 0.01f });
        using Tensor weights = randn(50, 3) * scales;
        float[] values = weights.data<float>().ToArray();
        QuantizedTable table = QuantizedTable.Of(weights);
        for (int row = 0; row < 50; row++)
        {
            float most = 0;
            for (int column = 0; column < 3; column++)
            {
                float step = table.RowScales[row] * table.ColumnScales[column];
                Assert.AreEqual(values[row * 3 + column], step * table.Numbers[row * 3 + column], 0.5001 * step);
                most = Math.Max(most, Math.Abs((float)table.Numbers[row * 3 + column]));
            }
            Assert.AreEqual(127f, most);
        }
    }

    [TestMethod]
    public void A_table_of_zeros_stays_one()
    {
        QuantizedTable table = QuantizedTable.Of(zeros(4, 2));
        CollectionAssert.AreEqual(new sbyte[8], table.Numbers);
        Assert.IsTrue(table.RowScales.All(float.IsFinite) && table.ColumnScales.All(float.IsFinite));
    }
}
