using static TorchSharp.torch;

namespace Syre.Torch.Tests.Diagnostics.Measures;

[TestClass]
public sealed class UnitGroupsTests
{
    private static readonly int[] s_blocks = [1, 3, 7];

    [NoTensorLeaks]
    public void Pairs_that_chain_are_one_group_whatever_the_blocks()
    {
        const int units = 7;
        using var scope = NewDisposeScope();
        Tensor alike = zeros(units, units, ScalarType.Bool);
        foreach ((int a, int b) in new[] { (5, 1), (1, 3), (3, 6), (4, 2) })
            alike[a, b] = alike[b, a] = tensor(true);
        foreach (int block in s_blocks)
        {
            var groups = new UnitGroups();
            for (int row = 0; row < units; row += block)
            {
                for (int column = row; column < units; column += block)
                {
                    groups.Join(
                        alike.narrow(0, row, Math.Min(block, units - row)).narrow(1, column, Math.Min(block, units - column)), row, column);
                }
            }
            Assert.AreEqual("1 3 5 6|2 4", string.Join('|', groups.ToLists().Select(group => string.Join(' ', group))));
        }
    }

    [NoTensorLeaks]
    public void Without_pairs_there_is_no_group()
    {
        using var scope = NewDisposeScope();
        var groups = new UnitGroups();
        groups.Join(eye(4).to(ScalarType.Bool));
        Assert.IsEmpty(groups.ToLists());
    }
}
