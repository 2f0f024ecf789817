namespace Syre.MLNet.Tests.Conformance;

/// <summary>What a check demands; every failure says what was being looked at.</summary>
public static class Must
{
    public static void Hold(bool condition, string what)
    {
        if (!condition)
            throw new AssertFailedException(what);
    }

    public static void Equal<T>(T expected, T actual, string what) =>
        Hold(EqualityComparer<T>.Default.Equals(expected, actual), $"{what}: expected '{expected}', got '{actual}'");

    /// <summary>ML.NET's rule: bad input is refused with one of two types of exception; any other one is a defect.</summary>
    public static Exception Fail(Action action, string what)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or InvalidOperationException)
        {
            return e;
        }
        catch (Exception e)
        {
            throw new AssertFailedException($"{what}: must be refused with ArgumentOutOfRange- or InvalidOperationException, threw {e}", e);
        }

        throw new AssertFailedException($"{what}: must be refused, but was accepted");
    }

    public static T Succeed<T>(Func<T> action, string what)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is not AssertFailedException)
        {
            throw new AssertFailedException($"{what}: must be accepted, threw {e}", e);
        }
    }
}
