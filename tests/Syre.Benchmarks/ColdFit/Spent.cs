namespace Syre.Benchmarks.ColdFit;

/// <summary>Time spent.</summary>
/// <param name="Milliseconds">All of it.</param>
/// <param name="Compiling">Of it, what the just-in-time compiler took on the same thread.</param>
internal readonly record struct Spent(double Milliseconds, double Compiling)
{
    public static Spent operator +(Spent a, Spent b) => new(a.Milliseconds + b.Milliseconds, a.Compiling + b.Compiling);

    public static Spent operator -(Spent a, Spent b) => new(a.Milliseconds - b.Milliseconds, a.Compiling - b.Compiling);
}
