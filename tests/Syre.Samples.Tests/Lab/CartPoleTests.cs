using CollapseLab.Experiments.ControlTask;

namespace Syre.Samples.Tests.Lab;

/// <summary>The lab's cart-pole moves as its equations say.</summary>
[TestClass]
public sealed class CartPoleTests
{
    private readonly CartPole _game = new(1, new Random(1));

    [TestMethod]
    public void What_is_mirrored_moves_mirrored()
    {
        double[] state = [0.1, -0.7, 0.05, 0.4];
        double[] moved = After(state, isRight: true), mirrored = After([.. state.Select(number => -number)], isRight: false);
        Assert.AreSequenceEqual(moved, mirrored.Select(number => -number).ToArray());
    }

    [TestMethod]
    public void Wires_swap_and_turn_what_is_read_and_nothing_else()
    {
        float[] plain = new float[4], swapped = new float[4];
        _game.Set(0, [0.1, -0.7, 0.05, 0.4]);
        _game.Observe(plain);
        _game.Wires = [2, ~0, 3, ~1];
        _game.Observe(swapped);
        Assert.AreSequenceEqual([plain[2], -plain[0], plain[3], -plain[1]], swapped);
        Assert.AreSequenceEqual([0.1, -0.7, 0.05, 0.4], _game.State(0).ToArray());
    }

    [TestMethod]
    public void A_leaning_pole_falls_as_the_linear_equation_says()
    {
        _game.Friction = 0;
        const double angle = 1e-3;
        // The two pushes cancel in the mean: what is left is gravity.
        double turn = (After([0, 0, angle, 0], isRight: true)[3] + After([0, 0, angle, 0], isRight: false)[3]) / 2;
        Assert.AreEqual(0.02 * 9.8 * angle / (0.5 * (4.0 / 3 - 0.1 / 1.1)), turn, 1e-8);
    }

    [TestMethod]
    public void Friction_slows_a_cart_by_its_share_of_the_weight()
    {
        double[] still = [0, 1, 0, 0];
        _game.Friction = 0;
        double free = After(still, isRight: true)[1];
        _game.Friction = 0.3;
        double slowed = After(still, isRight: true)[1];
        // The cart carries the pole's weight, and its own and a part of the pole's mass is what moves.
        Assert.AreEqual(0.3 * 9.8 * 0.02, free - slowed, 0.1 * 0.3 * 9.8 * 0.02);
    }

    [TestMethod]
    public void An_episode_ends_where_the_pole_falls_the_cart_leaves_or_time_is_over()
    {
        _game.Set(0, [0, 0, 0.2, 2]);
        Assert.AreEqual(EpisodeEnd.Failed, _game.Push(0, isRight: false));
        _game.Set(0, [2.39, 2, 0, 0]);
        Assert.AreEqual(EpisodeEnd.Failed, _game.Push(0, isRight: true));

        // A push towards where the pole is going to lean keeps it up for good.
        _game.Set(0, [0, 0, 0.01, 0]);
        EpisodeEnd end = EpisodeEnd.None;
        while (end == EpisodeEnd.None)
        {
            ReadOnlySpan<double> now = _game.State(0);
            end = _game.Push(0, isRight: now[2] + 0.3 * now[3] + 0.05 * now[0] + 0.1 * now[1] > 0);
        }
        Assert.AreEqual((EpisodeEnd.CutOff, CartPole.LongestEpisode), (end, _game.Age(0)));
        _game.Restart(0);
        Assert.AreEqual(0, _game.Age(0));
    }

    private double[] After(double[] state, bool isRight)
    {
        _game.Set(0, state);
        _game.Push(0, isRight);
        return _game.State(0).ToArray();
    }
}
