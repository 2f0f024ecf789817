using Syre.Torch;

namespace Syre.MLNet.Tests.Diagnostics;

/// <summary>
/// How often a monitor speaks of drift when there is none, against the rate that it states; every trial has a profile and a stream of its
/// own.
/// </summary>
[TestClass]
public sealed class DriftRateTests
{
    private const int Trials = 1000;

    public static IEnumerable<object[]> Sources => SlotSource.All.Select(source => new object[] { source.Name });

    [TestMethod]
    [DynamicData(nameof(Sources))]
    public void One_look_alarms_no_oftener_than_stated(string name)
    {
        SlotSource source = SlotSource.All.Single(source => source.Name == name);
        var random = new Random(1);
        foreach ((int profile, int rows) in new[] { (3, 40), (40, 3), (40, 40), (200, 60) })
        {
            foreach (double rate in new[] { 0.05, 0.5 })
            {
                double alarms = Alarms(source, source, random, profile, rows, rate, Trials);
                Console.WriteLine($"{name}, profile {profile}, rows {rows}: {alarms:p2} at {rate:p0}");
                Assert.IsLessThanOrEqualTo(AtMost(rate, Trials), alarms, $"profile {profile}, rows {rows}");
            }
        }
    }

    [TestMethod]
    public void The_rate_is_no_mere_formality()
    {
        Assert.IsGreaterThan(0.08, Alarms(SlotSource.Continuous, SlotSource.Continuous, new Random(2), 200, 200, 0.5, 600));
        var moved = new SlotSource("moved", random => SlotSource.Normal(random, 1));
        Assert.IsGreaterThan(0.95, Alarms(SlotSource.Continuous, moved, new Random(3), 200, 100, 0.001, 200), "a move by one deviation");
    }

    [TestMethod]
    public void Several_slots_share_the_rate()
    {
        var random = new Random(4);
        int alarms = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            CollapseReport report = SlotSource.Report(true, [.. SlotSource.All.Select(source => source.Take(random, 60))]);
            var monitor = new CollapseMonitor(report, new CollapseMonitorOptions { FalseAlarmRate = 0.3, MinimumShift = 0 });
            for (int row = 0; row < 60; row++)
                monitor.Add([.. SlotSource.All.Select(source => source.Draw(random))]);
            alarms += monitor.Current.IsDrifting ? 1 : 0;
        }
        Assert.IsLessThanOrEqualTo(AtMost(0.3, Trials), (double)alarms / Trials);
    }

    /// <summary>
    /// At the default <see cref="CollapseMonitorOptions.MinimumShift"/> the rate is that of all looks together, as the option says.
    /// </summary>
    [TestMethod]
    [DataRow(50)]
    [DataRow(2000)]
    public void Looking_after_every_row_alarms_no_oftener_than_stated(int profile)
    {
        const int streams = 400;
        var random = new Random(5);
        int alarms = 0;
        for (int stream = 0; stream < streams; stream++)
        {
            var monitor = new CollapseMonitor(
                SlotSource.Report(true, SlotSource.Continuous.Take(random, profile)), new CollapseMonitorOptions { FalseAlarmRate = 0.1 });
            bool alarmed = false;
            for (int row = 0; row < 1500 && !alarmed; row++)
            {
                monitor.Add([SlotSource.Continuous.Draw(random)]);
                alarmed = monitor.Current.IsDrifting;
            }
            alarms += alarmed ? 1 : 0;
        }
        Console.WriteLine($"{alarms} of {streams}");
        Assert.IsLessThanOrEqualTo(AtMost(0.1, streams), (double)alarms / streams);
    }

    [TestMethod]
    public void A_difference_that_does_not_matter_is_no_drift_in_a_huge_stream()
    {
        // Two normal distributions a fifth of a deviation apart differ by 2Φ(0.1) − 1 = 0.08 of the rows.
        var near = new SlotSource("near", random => SlotSource.Normal(random, 0.2));
        double alarms = Alarms(SlotSource.Continuous, near, new Random(6), 300, 20_000, 0.05, 100, minimumShift: 0.1);
        Assert.IsLessThanOrEqualTo(AtMost(0.05, 100), alarms);
    }

    [TestMethod]
    public void A_profile_of_few_rows_widens_the_noise()
    {
        var random = new Random(7);
        double[] noise = [.. new[] { 5, 50, 500, 5000 }.Select(profile =>
        {
            var monitor = new CollapseMonitor(SlotSource.Report(true, SlotSource.Continuous.Take(random, profile)));
            foreach (float value in SlotSource.Continuous.Take(random, 1000))
                monitor.Add([value]);
            return monitor.Current.Slots[0].Noise;
        })];
        CollectionAssert.AreEqual(noise.OrderDescending().ToArray(), noise);
        Assert.IsGreaterThan(4 * noise[3], noise[0]);
    }

    private static double Alarms(
        SlotSource training, SlotSource stream, Random random, int profile, int rows, double rate, int trials, double minimumShift = 0)
    {
        int alarms = 0;
        for (int trial = 0; trial < trials; trial++)
        {
            CollapseReport report = SlotSource.Report(true, training.Take(random, profile));
            var monitor = new CollapseMonitor(report, new CollapseMonitorOptions { FalseAlarmRate = rate, MinimumShift = minimumShift });
            foreach (float value in stream.Take(random, rows))
                monitor.Add([value]);
            alarms += monitor.Current.IsDrifting ? 1 : 0;
        }
        return (double)alarms / trials;
    }

    /// <summary>The rate and four standard deviations of its measurement.</summary>
    private static double AtMost(double rate, int trials) => rate + 4 * Math.Sqrt(rate * (1 - rate) / trials);
}
