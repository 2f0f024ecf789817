using System.Text.Json.Nodes;
using ScoringService.Telemetry;
using Syre.MLNet;
using Syre.Torch;

namespace Syre.Samples.Tests.Service;

/// <summary>The service counts drift by itself, with stock packages: what it says is what the library says.</summary>
[TestClass]
public sealed class DriftMonitorTests
{
    [TestMethod]
    public void Both_monitors_say_the_same_of_any_profile_and_stream()
    {
        var random = new Random(1);
        int alarms = 0;
        for (int trial = 0; trial < 300; trial++)
        {
            CollapseReport report = Report(random, slots: random.Next(1, 6), old: random.Next(3) == 0);
            var library = new CollapseMonitor(CollapseReport.FromJson(report.ToJson()));
            var service = new DriftMonitor(ScoringService.Telemetry.RowProfile.Of(JsonNode.Parse(report.ToJson())!["report"]!.AsObject())!);
            float move = random.Next(3) == 0 ? 0.3f : 0;
            for (int row = random.Next(800); row > 0; row--)
            {
                float[] values = [.. report.RowProfile!.Slots.Select(slot =>
                    random.Next(100) == 0 ? float.NaN : Value(random, slot.Index) + move)];
                library.Add(values);
                service.Add(values);
            }
            CollapseDrift expected = library.Current;
            Drift actual = service.Current;
            alarms += expected.IsDrifting ? 1 : 0;
            Assert.AreEqual((expected.Rows, expected.MissingRows), (actual.Rows, actual.MissingRows));
            Assert.AreEqual(expected.IsDrifting, actual.IsDrifting);
            Assert.AreEqual(expected.Remark is null, actual.Remark is null);
            Assert.AreEqual(expected.Slots.Max(slot => slot.Noise), actual.Noise);
            CollectionAssert.AreEqual(
                expected.Slots.Select(slot => new SlotShift(slot.Name, slot.Shift, slot.IsDrifting)).ToArray(), actual.Slots.ToArray());
        }
        Assert.IsGreaterThan(10, alarms, "there must be something to agree on");
    }

    [TestMethod]
    [DataRow("""{"rows":3,"heldBack":true,"probabilities":[0.5],"slots":[null]}""")]
    [DataRow("""{"rows":3,"heldBack":true,"probabilities":[0.5],"slots":[{"name":"a","index":-1,"quantiles":[1]}]}""")]
    [DataRow("""{"rows":3,"heldBack":true,"probabilities":[0.5],"slots":""" +
        """[{"name":"a","index":0,"quantiles":[1],"cuts":[1,2],"rowsBelow":[1],"rows":3}]}""")]
    [DataRow("""{"rows":3,"heldBack":true,"probabilities":null,"slots":[]}""")]
    [DataRow("""{"rows":"many"}""")]
    [DataRow("null")]
    public void A_damaged_profile_is_none(string profile) =>
        Assert.IsNull(ScoringService.Telemetry.RowProfile.Of(JsonNode.Parse($$"""{"rowProfile":{{profile}}}""")!.AsObject()));

    private static float Value(Random random, int slot) => slot % 3 switch
    {
        0 => random.Next(257) / 256f,
        1 => random.NextSingle() < 0.7f ? 1 : random.NextSingle(),
        _ => random.NextSingle() + random.NextSingle(),
    };

    private static CollapseReport Report(Random random, int slots, bool old)
    {
        int rows = random.Next(1, 600);
        double[] probabilities = [0, 0.25, 0.5, 0.75, 1];
        return new CollapseReport
        {
            Name = "test",
            Rows = rows,
            Layers = [],
            RowProfile = new Syre.Torch.RowProfile
            {
                Rows = rows,
                HeldBack = random.Next(5) > 0,
                Probabilities = probabilities,
                Slots = [.. Enumerable.Range(0, slots).Select(slot => Slot(slot))],
            },
        };

        SlotProfile Slot(int slot)
        {
            float[] sorted = [.. Enumerable.Range(0, rows).Select(_ => Value(random, slot)).Order()];
            var profile = new SlotProfile($"slot{slot}", slot, [.. probabilities.Select(p => sorted[(int)(p * (rows - 1))])]);
            float[] cuts = [.. profile.Quantiles.Distinct().Select(quantile => quantile + 1e-3f)];
            long[] below = [.. cuts.Select(cut => (long)sorted.Count(value => value < cut))];
            return old ? profile : profile with { Cuts = cuts, RowsBelow = below, Rows = rows };
        }
    }
}
