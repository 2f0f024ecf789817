using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Syre.Cpu.Numerics;

namespace Syre.Cpu;

/// <summary>
/// The pulls that the rows of a table have missed. Running sums are kept once per table, their values at a row's last pull once per row,
/// so what a row owes is a difference, whatever the schedules of lr and λ were.
/// </summary>
/// <remarks>
/// With g = lr·λ, h = g/(1 − g) and D = 1 + ξ, the factor that n missed pulls leave of φ − θ0 is
/// Π(1 − g·D) = exp(Σ ln(1 − g) − ξ·Σh − ξ²·Σh²/2 − ξ³·Σh³/3 − …). D = 1 needs the first sum alone, and is exact; else the first
/// four are kept, and <see cref="CanOwe"/> refuses a step whose remainder could be seen in float32.
/// </remarks>
/// <param name="rows">The table's number of rows.</param>
/// <param name="anisotropy">b, the largest size of ξ; 0 where D = 1.</param>
public sealed class OwedPulls(long rows, double anisotropy)
{
    /// <summary>The largest error of the series over a row's distance from θ0: a quarter of a float32 unit in the last place.</summary>
    private const double Remainder = 3e-8;

    private readonly double[] _sums = new double[anisotropy == 0 ? 1 : 4];
    private readonly double[] _sumsBeforeStep = new double[anisotropy == 0 ? 1 : 4];
    private readonly double[] _marks = new double[checked((int)rows * (anisotropy == 0 ? 1 : 4))];

    /// <summary>How many numbers describe what a row owes: 1, or 4 where D differs from 1.</summary>
    public int Terms => _sums.Length;

    /// <summary>Whether no row owes anything.</summary>
    public bool IsSettled { get; private set; } = true;

    /// <summary>The running sums, for saving.</summary>
    public Span<double> Sums => _sums;

    /// <summary>The sums at each row's last pull, row by row, for saving.</summary>
    public Span<double> Marks => _marks;

    /// <summary>Whether a pull of this strength can be made up for later. One of 1 or more cannot: it has no logarithm.</summary>
    /// <param name="strength">lr·λ.</param>
    public bool CanOwe(double strength)
    {
        if (strength >= 1)
            return false;
        double x = strength / (1 - strength) * anisotropy;
        // A step's remainder is below x⁴/4(1 − x). n steps add up to n times that, of a distance that shrinks like exp(−n·g·(1 − b)):
        // at most 1/(e·g·(1 − b)) steps' worth of the initial one.
        return Terms == 1 || (x < 1 && x * x * x * x / (4 * (1 - x)) <= Remainder * Math.E * strength * (1 - anisotropy));
    }

    /// <summary>
    /// Begins a step: puts its pull on the account of every row. The rows of the step itself take what they owed before it
    /// (<see cref="TakeInStep"/>), since the step pulls them.
    /// </summary>
    /// <param name="strength">lr·λ; 0 for a step that does not pull.</param>
    public void Owe(double strength)
    {
        _sums.CopyTo(_sumsBeforeStep, 0);
        if (strength == 0)
            return;
        _sums[0] += PortableMath.LogP1(-strength);
        double h = strength / (1 - strength), power = h;
        for (int k = 1; k < _sums.Length; k++, power *= h)
            _sums[k] += power;
        IsSettled = false;
    }

    /// <summary>Asks for the memory of a row's mark, which is read soon.</summary>
    /// <param name="row">The row.</param>
    public unsafe void Fetch(long row)
    {
        // A hint: the array may move meanwhile.
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref _marks[row * Terms]));
    }

    /// <summary>Marks a row as owing nothing, and writes what it owed; false if it owed nothing.</summary>
    /// <param name="row">The row; several threads may take for different rows at once.</param>
    /// <param name="owed">Gets <see cref="Terms"/> numbers.</param>
    public bool Take(long row, Span<double> owed) => Take(row, owed, _sums);

    /// <summary>As <see cref="Take(long, Span{double})"/>, for a row of the step that has begun, which the step itself pulls.</summary>
    /// <param name="row">The row; several threads may take for different rows at once.</param>
    /// <param name="owed">Gets <see cref="Terms"/> numbers.</param>
    public bool TakeInStep(long row, Span<double> owed) => Take(row, owed, _sumsBeforeStep);

    /// <summary>Marks all rows as owing nothing, and starts the sums anew.</summary>
    public void Settle()
    {
        Array.Clear(_sums);
        Array.Clear(_sumsBeforeStep);
        Array.Clear(_marks);
        IsSettled = true;
    }

    /// <summary>Puts back what was saved.</summary>
    /// <param name="savedSums">What <see cref="Sums"/> gave.</param>
    /// <param name="savedMarks">What <see cref="Marks"/> gave.</param>
    public void Restore(ReadOnlySpan<double> savedSums, ReadOnlySpan<double> savedMarks)
    {
        savedSums.CopyTo(_sums);
        savedMarks.CopyTo(_marks);
        IsSettled = false;
    }

    /// <summary>ln of what the owed pulls leave of φ − θ0, of an element whose D is 1 + ξ.</summary>
    /// <param name="owed">What was taken.</param>
    /// <param name="xi">ξ.</param>
    public static double LogFactor(ReadOnlySpan<double> owed, double xi) =>
        owed.Length == 1 ? owed[0] : owed[0] - xi * (owed[1] + xi * (owed[2] / 2 + xi * (owed[3] / 3)));

    /// <summary>Applies missed pulls at once, in double precision.</summary>
    /// <param name="row">The row; its gradient and state are not touched.</param>
    /// <param name="owed">What it owed.</param>
    public static unsafe void Pay(in Segment row, ReadOnlySpan<double> owed)
    {
        double all = PortableMath.Exp(owed[0]);
        int i = 0;
        if (row.Anisotropy == null)
        {
            for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector.Widen(Vector.Load(row.Weight + i), out Vector<double> low, out Vector<double> high);
                Vector.Widen(row.Bias == null ? Vector<float>.Zero : Vector.Load(row.Bias + i), out Vector<double> lowTarget,
                    out Vector<double> highTarget);
                Vector.Narrow(lowTarget + (low - lowTarget) * all, highTarget + (high - highTarget) * all)
                    .StoreWithoutSubnormals(row.Weight + i);
            }
        }
        for (; i < row.Length; i++)
        {
            double target = row.Bias == null ? 0 : row.Bias[i];
            double left = row.Anisotropy == null ? all : PortableMath.Exp(LogFactor(owed, row.Anisotropy[i]));
            row.Weight[i] = Subnormals.Without((float)(target + (row.Weight[i] - target) * left));
        }
    }

    private bool Take(long row, Span<double> owed, double[] sums)
    {
        Span<double> mark = _marks.AsSpan((int)row * Terms, Terms);
        bool any = false;
        for (int k = 0; k < mark.Length; k++)
        {
            owed[k] = sums[k] - mark[k];
            any |= owed[k] != 0;
            mark[k] = _sums[k];
        }
        return any;
    }
}
