namespace Syre.Cpu;

/// <summary>
/// Takes the gradient of a table of which a step reads some rows only, and updates these. What all other rows miss, such as decay, they are
/// given in <see cref="CatchUp"/> before they are next read.
/// </summary>
public unsafe interface IRowSink : IGradientSink
{
    /// <summary>Called once a step, on the thread that steps, before any of its rows is read.</summary>
    /// <param name="distinctRows">All rows that the step will read, each once, ascending.</param>
    void CatchUp(ReadOnlySpan<long> distinctRows);

    /// <summary>A step begins: called once, in place of <see cref="IGradientSink.Begin"/>, before its gradients come.</summary>
    /// <param name="distinctRows">All rows whose gradient comes, each once, ascending.</param>
    void BeginRows(ReadOnlySpan<long> distinctRows);

    /// <summary>Takes the gradient of some rows. Called from several threads at once, each row once a step.</summary>
    /// <param name="distinctRows">The rows, ascending.</param>
    /// <param name="gradient">Their gradients one after the other, which may be written to.</param>
    void TakeRows(ReadOnlySpan<long> distinctRows, float* gradient);
}
