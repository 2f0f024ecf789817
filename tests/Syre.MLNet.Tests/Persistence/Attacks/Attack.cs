namespace Syre.MLNet.Tests.Persistence.Attacks;

/// <summary>A file that must be refused.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Message">What the refusal must say.</param>
/// <param name="Bytes">The file.</param>
internal sealed record Attack(string Name, string Message, byte[] Bytes);
