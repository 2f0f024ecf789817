using Syre.Cpu.Threads;

namespace Syre.Cpu.Tests.Threads;

[TestClass]
public sealed class CoreShareTests
{
    private readonly Clock _clock = new();

    [TestMethod]
    [DataRow(8, 1, 8)]
    [DataRow(8, 2, 4)]
    [DataRow(8, 3, 2)]
    [DataRow(8, 9, 1)]
    [DataRow(1, 1, 1)]
    public void Teams_that_work_share_the_cores(int cores, int teams, int each)
    {
        var share = new CoreShare(cores, _clock);
        CoreShare.Member[] members = [.. Enumerable.Range(0, teams).Select(_ => share.Join())];
        for (int round = 0; round < 2; round++)
        {
            foreach (CoreShare.Member member in members)
            {
                int threads = member.Begin();
                member.End();
                if (round > 0)
                    Assert.AreEqual(each, threads);
            }
            _clock.Pass(CoreShare.LookInterval);
        }
    }

    [TestMethod]
    public void A_team_that_has_not_begun_takes_no_core()
    {
        var share = new CoreShare(4, _clock);
        using CoreShare.Member working = share.Join(), waiting = share.Join();
        Assert.AreEqual(4, working.Begin());
    }

    [TestMethod]
    public void A_team_keeps_its_cores_between_steps_and_gives_them_back_when_it_pauses_or_goes()
    {
        var share = new CoreShare(4, _clock);
        using CoreShare.Member one = share.Join();
        CoreShare.Member other = share.Join();
        other.Begin();
        Assert.AreEqual(2, Look(one), "the other works");
        _clock.Pass(10 * CoreShare.Pause);
        Assert.AreEqual(2, Look(one), "however long it takes");
        other.End();
        _clock.Pass(CoreShare.Pause / 2);
        Assert.AreEqual(2, Look(one), "it is between two steps");
        _clock.Pass(CoreShare.Pause);
        Assert.AreEqual(4, Look(one), "it pauses");
        other.Begin();
        Assert.AreEqual(2, Look(one), "it is back");
        other.Dispose();
        Assert.AreEqual(4, Look(one), "it is gone");
    }

    [TestMethod]
    public void A_team_looks_again_after_a_while_only()
    {
        var share = new CoreShare(4, _clock);
        using CoreShare.Member one = share.Join(), other = share.Join();
        one.Begin();
        other.Begin();
        one.End();
        Assert.AreEqual(4, one.Begin());
        _clock.Pass(CoreShare.LookInterval);
        Assert.AreEqual(2, one.Begin());
    }

    private int Look(CoreShare.Member member)
    {
        _clock.Pass(CoreShare.LookInterval);
        int threads = member.Begin();
        member.End();
        return threads;
    }

    /// <summary>A clock that stands still until it is told.</summary>
    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => _now;

        public void Pass(TimeSpan time) => _now += (long)(time.TotalSeconds * TimestampFrequency);
    }
}
