namespace Syre.MLNet;

/// <summary>A part of a model that ML.NET makes by name when it loads the file.</summary>
/// <param name="Entry">The entry that names it.</param>
/// <param name="Loader">The name under which ML.NET knows what makes it, such as <c>OnnxTransform</c>.</param>
/// <param name="Assembly">The assembly that it is in, as the file has it.</param>
public sealed record InspectedPart(string Entry, string Loader, string Assembly);
