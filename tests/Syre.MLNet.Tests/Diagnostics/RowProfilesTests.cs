using Syre.MLNet.Diagnostics.Rows;
using Syre.MLNet.Inputs;
using Syre.Torch;

namespace Syre.MLNet.Tests.Diagnostics;

[TestClass]
public sealed class RowProfilesTests
{
    [TestMethod]
    public void Quantiles_are_linear_between_neighbours_and_leave_NaN_out()
    {
        var values = new float[12, 2];
        for (int row = 0; row < 11; row++)
            (values[row, 0], values[row, 1]) = ((row * 7 + 3) % 11, float.NaN);
        (values[11, 0], values[11, 1]) = (float.NaN, 5);
        RowProfile profile = RowProfiles.Summarise(["a", "b"], 4, values, heldBack: true);
        Assert.AreEqual(12, profile.Rows);
        Assert.IsTrue(profile.HeldBack);
        CollectionAssert.AreEqual(new[] { 0, 0.1f, 0.5f, 1, 2.5f, 5, 7.5f, 9, 9.5f, 9.9f, 10 }, profile.Slots[0].Quantiles.ToArray());
        Assert.IsTrue(profile.Slots[1].Quantiles.All(value => value == 5));
        CollectionAssert.AreEqual(new[] { ("a", 4), ("b", 5) }, profile.Slots.Select(slot => (slot.Name, slot.Index)).ToArray());
    }

    [TestMethod]
    public void Of_no_values_every_quantile_is_NaN() =>
        Assert.IsTrue(RowProfiles.Summarise(["a"], 0, new float[0, 1], heldBack: false).Slots[0].Quantiles.All(float.IsNaN));

    /// <summary>Fitted to noise, directions look better on their own rows than on others: the profile must be that of others.</summary>
    [TestMethod]
    public void The_profile_is_that_of_rows_like_the_training_rows_and_not_of_these_themselves()
    {
        float[][] train = ColumnData.Normal(1500, 200), fresh = ColumnData.Normal(3000, 200, seed: 2);
        using CollapseDiagnosticsTransformer model = CollapseDiagnosticsTests.Fit(train, maximumSubspace: 100);
        float Median(float[][] rows) =>
            (float)Quantiles.Interpolate(CollapseDiagnosticsTests.Slots(model, rows).Select(slots => slots[2]).Order().ToArray(), 0.5);
        float promised = model.Report.RowProfile!.Slots[2].Quantiles[5], seen = Median(fresh), own = Median(train);
        Console.WriteLine($"promised {promised}, fresh {seen}, training rows {own}");
        Assert.AreEqual(seen, promised, 0.02f);
        Assert.IsTrue(own < seen - 0.05f);
    }

    /// <summary>A monitor compares production with that profile.</summary>
    [TestMethod]
    public void A_monitor_hears_rows_that_leave_the_subspace_and_no_others()
    {
        using CollapseDiagnosticsTransformer model = CollapseDiagnosticsTests.Fit(ColumnData.InSubspace(3000, 30, 5), energy: 0.9);
        Assert.IsFalse(Drifted(ColumnData.InSubspace(1000, 30, 5, seed: 2)));
        Assert.IsTrue(Drifted(ColumnData.InSubspace(1000, 30, 12, seed: 2)));

        bool Drifted(float[][] rows)
        {
            var monitor = new CollapseMonitor(model.Report);
            foreach (float[] slots in CollapseDiagnosticsTests.Slots(model, rows))
                monitor.Add(slots);
            return monitor.Current.IsDrifting;
        }
    }

    [TestMethod]
    public void Few_rows_are_all_used_for_both()
    {
        using CollapseDiagnosticsTransformer few = CollapseDiagnosticsTests.Fit(ColumnData.Normal(499, 5));
        using CollapseDiagnosticsTransformer enough = CollapseDiagnosticsTests.Fit(ColumnData.Normal(500, 5));
        Assert.IsFalse(few.Report.RowProfile!.HeldBack);
        Assert.AreEqual(499, few.Report.RowProfile.Rows);
        Assert.AreEqual(499, few.Report.Layers[0].Rows);
        Assert.IsTrue(enough.Report.RowProfile!.HeldBack);
        Assert.AreEqual(500, enough.Report.RowProfile.Rows + enough.Report.Layers[0].Rows);
    }
}
