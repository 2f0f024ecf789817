namespace CollapseLab.Experiments.ControlTask;

/// <summary>
/// Poles to balance on carts that are pushed left or right, side by side: the equations of Barto, Sutton &amp; Anderson (1983), with
/// their friction of the cart on its track, which can be changed.
/// </summary>
/// <remarks>
/// A cart rubs against its track with friction × its normal force. Like theirs, an episode ends where the cart leaves ±2.4 m or the pole
/// ±12°; it is cut off after 500 steps of 20 ms.
/// </remarks>
internal sealed class CartPole
{
    /// <summary>Position, speed, angle and angular speed, in that order.</summary>
    public const int Numbers = 4;

    public const int LongestEpisode = 500;

    private const double Gravity = 9.8, CartMass = 1, PoleMass = 0.1, HalfLength = 0.5, Force = 10, Seconds = 0.02, PoleFriction = 2e-6;
    private const double TotalMass = CartMass + PoleMass, Track = 2.4, LargestAngle = 12 * Math.PI / 180, Start = 0.05;

    private readonly double[] _states;
    private readonly int[] _ages;
    private readonly Random _random;

    /// <param name="count">Number of poles.</param>
    /// <param name="random">Where the starts come from, each number of which is in ±0.05.</param>
    public CartPole(int count, Random random)
    {
        (_random, _states, _ages) = (random, new double[count * Numbers], new int[count]);
        for (int pole = 0; pole < count; pole++)
            Restart(pole);
    }

    /// <summary>Coefficient of the friction between cart and track, 0 or above. Default 0.0005, the paper's.</summary>
    public double Friction { get; set; } = 0.0005;

    /// <summary>
    /// What a network reads as its first to fourth number: each a number of the state, from 0, or ~ of it for its negative. Default: as
    /// they are.
    /// </summary>
    public IReadOnlyList<int> Wires { get; set; } = [0, 1, 2, 3];

    /// <summary>Number of poles.</summary>
    public int Count => _ages.Length;

    /// <summary>Steps of a pole's episode so far.</summary>
    public int Age(int pole) => _ages[pole];

    /// <summary>State of a pole.</summary>
    public ReadOnlySpan<double> State(int pole) => _states.AsSpan(pole * Numbers, Numbers);

    /// <summary>Puts a pole into a state, at the start of an episode.</summary>
    public void Set(int pole, ReadOnlySpan<double> state)
    {
        state.CopyTo(_states.AsSpan(pole * Numbers, Numbers));
        _ages[pole] = 0;
    }

    /// <summary>The states as a network reads them, about of size 1: <c>[poles, 4]</c>.</summary>
    public void Observe(Span<float> observations)
    {
        for (int i = 0; i < _states.Length; i++)
        {
            int wire = Wires[i % Numbers], number = wire < 0 ? ~wire : wire;
            double read = _states[i - i % Numbers + number] / (number is 2 ? LargestAngle : Track);
            observations[i] = (float)(wire < 0 ? -read : read);
        }
    }

    /// <summary>One step of a pole. It goes on from where it ends: <see cref="Restart"/> starts it anew.</summary>
    /// <param name="pole">Which one.</param>
    /// <param name="isRight">Whether the cart is pushed to the right or to the left.</param>
    public EpisodeEnd Push(int pole, bool isRight)
    {
        Span<double> state = _states.AsSpan(pole * Numbers, Numbers);
        (double speed, double angle, double turn) = (state[1], state[2], state[3]);
        (double sine, double cosine) = Math.SinCos(angle);
        double pushed = (isRight ? Force : -Force) - Friction * TotalMass * Gravity * Math.Sign(speed) +
            PoleMass * HalfLength * turn * turn * sine;
        double turning = (Gravity * sine - cosine * pushed / TotalMass - PoleFriction * turn / (PoleMass * HalfLength)) /
            (HalfLength * (4.0 / 3 - PoleMass * cosine * cosine / TotalMass));
        double pace = (pushed - PoleMass * HalfLength * turning * cosine) / TotalMass;
        state[0] += Seconds * speed;
        state[1] += Seconds * pace;
        state[2] += Seconds * turn;
        state[3] += Seconds * turning;
        _ages[pole]++;
        bool hasFailed = Math.Abs(state[0]) > Track || Math.Abs(state[2]) > LargestAngle;
        return hasFailed ? EpisodeEnd.Failed : _ages[pole] >= LongestEpisode ? EpisodeEnd.CutOff : EpisodeEnd.None;
    }

    /// <summary>Starts an episode of a pole.</summary>
    public void Restart(int pole)
    {
        foreach (ref double number in _states.AsSpan(pole * Numbers, Numbers))
            number = Start * (2 * _random.NextDouble() - 1);
        _ages[pole] = 0;
    }
}
