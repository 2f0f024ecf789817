using Syre.Cpu;

namespace Syre.Torch.Updates;

/// <summary>A step of one parameter that has begun and can be applied to parts of it.</summary>
/// <param name="Memory">The parameter's memory.</param>
/// <param name="Update">The update.</param>
/// <param name="Pull">How it is pulled.</param>
internal readonly record struct PreparedStep(SlotMemory Memory, PreparedUpdate Update, PullKind Pull);
