namespace Syre.MLNet.Inputs.Text;

/// <summary>An n-gram of a text.</summary>
/// <param name="Number">Its number (<see cref="NgramHash"/>).</param>
/// <param name="Counts">Whether it is worth learning: one that is mostly outside of the text is not.</param>
internal readonly record struct Ngram(int Number, bool Counts);
