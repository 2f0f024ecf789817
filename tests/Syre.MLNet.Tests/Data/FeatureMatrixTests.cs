using System.Runtime.InteropServices;
using CsCheck;
using Microsoft.ML.Data;
using Syre.MLNet.Inputs;
using TorchSharp;

namespace Syre.MLNet.Tests.Data;

[TestClass]
public sealed class FeatureMatrixTests
{
    [TestMethod]
    public void Narrow_columns_are_stored_dense_and_come_back_in_the_order_asked_for()
    {
        float[][] rows = [[1, 2, 3], [4, 5, 6], [7, 8, 9]];
        using FeatureMatrix matrix = Build(rows, FeatureStorage.ByData);
        using var order = new RowOrder([2, 0, 1], torch.CPU);
        using var scope = torch.NewDisposeScope();
        CollectionAssert.AreEqual(new float[] { 7, 8, 9, 1, 2, 3 }, Values(matrix.Select(order, 0, 2).Dense!));
    }

    [TestMethod]
    public void A_wide_column_with_few_entries_is_stored_sparse_with_only_the_slots_that_occur()
    {
        float[][] rows = [Wide((3, 1), (900, 2)), Wide(), Wide((900, 5))];
        using FeatureMatrix matrix = Build(rows, FeatureStorage.ByData);
        CollectionAssert.AreEqual(new[] { 3, 900 }, matrix.Slots);
        using var order = new RowOrder([0, 1, 2], torch.CPU);
        using var scope = torch.NewDisposeScope();
        FeatureRows all = matrix.Select(order, 0, 3);
        CollectionAssert.AreEqual(new long[] { 0, 1, 1 }, all.Indices!.data<long>().ToArray());
        CollectionAssert.AreEqual(new long[] { 0, 2, 2 }, all.Offsets!.data<long>().ToArray());
        CollectionAssert.AreEqual(new float[] { 1, 2, 5 }, Values(all.Values!));
    }

    [TestMethod]
    public void A_wide_column_with_many_entries_is_stored_dense()
    {
        float[] row = Enumerable.Range(1, 1000).Select(i => (float)i).ToArray();
        using FeatureMatrix matrix = Build([row, row], FeatureStorage.ByData);
        Assert.IsFalse(matrix.IsSparse);
        using var order = new RowOrder([1], torch.CPU);
        using var scope = torch.NewDisposeScope();
        CollectionAssert.AreEqual(row, Values(matrix.Select(order, 0, 1).Dense!));
    }

    [TestMethod]
    public void Rows_stored_for_given_slots_leave_out_the_others()
    {
        using FeatureMatrix matrix = Build([Wide((3, 1), (7, 2)), Wide((8, 4))], FeatureStorage.OfSlots([7, 8]));
        Assert.AreEqual(2, matrix.Features);
        using var order = new RowOrder([0, 1], torch.CPU);
        using var scope = torch.NewDisposeScope();
        CollectionAssert.AreEqual(new float[] { 2, 4 }, Values(matrix.Select(order, 0, 2).Values!));
    }

    [TestMethod]
    public void Sparse_and_dense_layouts_of_a_vector_are_stored_alike() =>
        Gen.Int[1, 5000].SelectMany(size => Gen.Select(Gen.Const(size), Gen.Int[0, size - 1].HashSet[0, Math.Min(size, 6)]))
            .Sample((size, indices) =>
            {
                int[] slots = indices.Order().ToArray();
                float[] values = slots.Select(slot => slot + 1f).ToArray();
                var sparse = new VBuffer<float>(size, values.Length, values, slots);
                var dense = new VBuffer<float>(size, sparse.DenseValues().ToArray());
                using FeatureMatrix ofSparse = Build(size, sparse), ofDense = Build(size, dense);
                CollectionAssert.AreEqual(ofDense.Slots, ofSparse.Slots);
                CollectionAssert.AreEqual(ofDense.Scales([0]), ofSparse.Scales([0]));
            }, iter: 50);

    private static FeatureMatrix Build(float[][] rows, FeatureStorage storage)
    {
        var builder = new FeatureMatrixBuilder(rows[0].Length);
        foreach (float[] row in rows)
            builder.Add(new VBuffer<float>(row.Length, row));
        return builder.Build(torch.CPU, storage);
    }

    private static FeatureMatrix Build(int size, VBuffer<float> row)
    {
        var builder = new FeatureMatrixBuilder(size);
        builder.Add(row);
        return builder.Build(torch.CPU, FeatureStorage.ByData);
    }

    private static float[] Wide(params (int Slot, float Value)[] entries)
    {
        var row = new float[1000];
        foreach ((int slot, float value) in entries)
            row[slot] = value;
        return row;
    }

    private static float[] Values(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.contiguous().bytes).ToArray();
}
