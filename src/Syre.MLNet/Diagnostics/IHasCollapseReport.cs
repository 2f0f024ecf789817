using Microsoft.ML;
using Syre.Torch;

namespace Syre.MLNet;

/// <summary>A fitted model that knows whether it has collapsed; <c>CollapseReports()</c> finds it wherever it stands in a chain.</summary>
public interface IHasCollapseReport : ITransformer
{
    /// <summary>Whether it has collapsed, where, and why.</summary>
    CollapseReport Report { get; }
}
