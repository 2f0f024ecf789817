using Microsoft.ML.Runtime;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Heads;

/// <summary>Where ML.NET's own parts of a head are made.</summary>
/// <param name="Environment">The user's context.</param>
/// <param name="Temporary">Where temporary files may be.</param>
internal readonly record struct HeadHost(IHostEnvironment Environment, TemporaryFolder Temporary);
