using System.Diagnostics;
using CsCheck;
using Syre.Cpu.Threads;

namespace Syre.Cpu.Tests.Threads;

[TestClass]
public sealed class WorkTeamTests
{
    private const int Wait = 10_000;   // ms; a test that waits so long hangs

    [TestMethod]
    public void Every_item_is_handed_in_once_whatever_the_threads() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 40].Array[1, 200], Gen.Int[0, 300]).Sample(
            (threads, sizes, work) =>
            {
                using WorkTeam team = Team(threads);
                foreach (int items in sizes)
                {
                    var phase = new RecordingPhase(items) { Computing = (_, _) => Thread.SpinWait(work) };
                    team.Run(phase);
                    Assert.IsTrue(phase.Committed.All(times => times == 1) && phase.Computed.All(times => times >= 1));
                    Assert.IsTrue(phase.By.All(worker => worker < threads));
                }
            },
            iter: 100, threads: 1);

    [TestMethod]
    public void What_a_helper_is_late_with_is_done_by_the_caller_and_handed_in_once()
    {
        using WorkTeam team = Team(4);
        for (int round = 0; round < 20; round++)
        {
            using var claimed = new CountdownEvent(3);
            var phase = new RecordingPhase(8)
            {
                Computing = (_, worker) =>
                {
                    if (worker > 0)
                    {
                        claimed.Signal();
                        Thread.Sleep(30);
                    }
                    else if (!claimed.IsSet)
                    {
                        claimed.Wait(Wait);
                    }
                },
            };
            long before = team.Repeats;
            var clock = Stopwatch.StartNew();
            team.Run(phase);
            if (clock.ElapsedMilliseconds > 25)
                continue;   // The caller itself had no core.
            Assert.AreEqual(3, team.Repeats - before);
            Assert.AreSequenceEqual(new int[8], phase.By, "all by the caller");
            Assert.IsTrue(phase.Committed.All(times => times == 1));
            Assert.IsTrue(SpinWait.SpinUntil(() => phase.Computed.Sum() == 11, Wait), "the late ones end");
            Thread.Sleep(5);
            Assert.AreEqual(8, phase.Committed.Sum(), "and are forgotten");
            return;
        }
        Assert.Inconclusive("This machine was too busy for twenty rounds.");
    }

    [TestMethod]
    public void A_helper_that_is_late_for_many_turns_disturbs_none_and_comes_back()
    {
        using WorkTeam team = Team(2);
        using ManualResetEventSlim claimed = new(), go = new();
        int late = 0;
        var first = new RecordingPhase(2)
        {
            Computing = (_, worker) =>
            {
                if (worker == 0)
                {
                    Assert.IsTrue(claimed.Wait(Wait));
                    return;
                }
                claimed.Set();
                Interlocked.Increment(ref late);
                go.Wait(Wait);
            },
        };
        team.Run(first);
        for (int turn = 0; turn < 1000; turn++)
        {
            var phase = new RecordingPhase(1 + turn % 7);
            team.Run(phase);
            Assert.IsTrue(phase.Committed.All(times => times == 1) && phase.By.All(worker => worker == 0));
        }
        Assert.AreSequenceEqual(new[] { 1, 1 }, first.Committed);
        go.Set();
        Assert.IsTrue(SpinWait.SpinUntil(() => HelpersTakePart(team), Wait), "the helper works again");
        Assert.AreSequenceEqual(new[] { 1, 1 }, first.Committed, "and did not hand in what it was late with");
        Assert.AreEqual(1, late);
    }

    [TestMethod]
    public void A_helper_that_hands_in_is_waited_for()
    {
        using WorkTeam team = Team(2);
        using ManualResetEventSlim claimed = new();
        var phase = new RecordingPhase(2)
        {
            Computing = (_, worker) =>
            {
                if (worker == 0)
                    Assert.IsTrue(claimed.Wait(Wait));
            },
            Committing = (_, worker) =>
            {
                if (worker == 0)
                    return;
                claimed.Set();
                Thread.Sleep(30);
            },
        };
        team.Run(phase);
        Assert.AreSequenceEqual(new[] { 1, 1 }, phase.Committed);
        Assert.AreSequenceEqual(new[] { 0, 1 }, phase.By);
        Assert.AreEqual(0, team.Repeats);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void What_an_item_throws_comes_to_the_caller_and_the_team_works_on(bool inCompute)
    {
        using WorkTeam team = Team(3);
        using ManualResetEventSlim claimed = new();
        void Throw(int item)
        {
            if (item != 8)
                return;
            claimed.Set();
            throw new InvalidDataException("as asked");
        }
        // Helpers begin with the last item; the caller waits until one of them has thrown, or throws itself where that one was late.
        var phase = new RecordingPhase(9)
        {
            Computing = (item, worker) =>
            {
                if (inCompute)
                    Throw(item);
                if (worker == 0)
                    Assert.IsTrue(claimed.Wait(Wait));
            },
            Committing = (item, _) => Throw(inCompute ? 0 : item),
        };
        Assert.AreEqual("as asked", Assert.ThrowsExactly<InvalidDataException>(() => team.Run(phase)).Message);
        Assert.IsTrue(phase.Committed.All(times => times <= 1));
        var next = new RecordingPhase(9);
        team.Run(next);
        Assert.IsTrue(next.Committed.All(times => times == 1));
    }

    [TestMethod]
    public void Disposing_at_any_time_ends_every_thread()
    {
        for (int round = 0; round < 60; round++)
        {
            WorkTeam team = Team(4);
            HashSet<Thread> threads = round % 2 == 0 ? HelpersOf(team) : [];
            int turns = round % 4 * 5;
            for (int turn = 0; turn < turns; turn++)
                team.Run(new RecordingPhase(6) { Computing = (_, worker) => Thread.Sleep(worker == 0 || turn < turns - 1 ? 0 : 3) });
            Thread.Sleep(round % 3);   // Helpers spin, park, or are late.
            Assert.IsTrue(Task.Run(team.Dispose).Wait(Wait), "it ends");
            team.Dispose();
            Assert.IsTrue(threads.All(thread => !thread.IsAlive), "no thread is left");
            Assert.ThrowsExactly<ObjectDisposedException>(() => team.Run(new RecordingPhase(2)));
        }
    }

    private static WorkTeam Team(int threads) => new(threads, new CoreShare(64, TimeProvider.System));

    /// <summary>The threads of a team of four but the caller's.</summary>
    private static HashSet<Thread> HelpersOf(WorkTeam team)
    {
        HashSet<Thread> threads = [];
        using var all = new CountdownEvent(3);
        team.Run(new RecordingPhase(4)
        {
            Computing = (_, worker) =>
            {
                bool isNew;
                lock (threads)
                    isNew = worker > 0 && threads.Add(Thread.CurrentThread);
                if (isNew)
                    all.Signal();
                Assert.IsTrue(all.Wait(Wait), "every helper takes an item");
            },
        });
        Assert.IsTrue(threads.Count == 3 && threads.All(thread => thread.IsAlive));
        return threads;
    }

    private static bool HelpersTakePart(WorkTeam team)
    {
        var phase = new RecordingPhase(20) { Computing = (_, _) => Thread.SpinWait(1000) };
        team.Run(phase);
        return phase.By.Any(worker => worker > 0);
    }
}
