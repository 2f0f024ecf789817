using Syre.Cpu;
using Syre.Torch.Parameters;

namespace Syre.Torch.Updates;

/// <summary>What some rows of a table get after the pulls they have missed.</summary>
/// <param name="Rule">The update rule.</param>
/// <param name="Group">The group with its learning rate.</param>
/// <param name="Pull">How the rows are pulled in this step.</param>
internal readonly record struct RowUpdate(IUpdateRule Rule, ParameterGroupState Group, PullKind Pull);
