using Microsoft.ML;
using Microsoft.ML.Runtime;
using Syre.MLNet.Checkpoints;
using Syre.MLNet.Runtime;
using Syre.MLNet.Stock;
using TorchSharp;

namespace Syre.MLNet.Fitting;

/// <summary>What a fit runs in.</summary>
/// <param name="Name">Name of the trainer.</param>
/// <param name="Host">The trainer's host.</param>
/// <param name="Temporary">Where temporary files may be.</param>
/// <param name="Schema">The training data's columns.</param>
/// <param name="Seed">The training's seed.</param>
/// <param name="Device">Where the network is trained.</param>
/// <param name="State">Torch's state, for the number of threads.</param>
/// <param name="Randomness">What a user's own network draws from.</param>
/// <param name="Channel">The log.</param>
/// <param name="Cancellation">Asked at every row and step.</param>
/// <param name="Checkpoints">Where to keep and find the state of the training; null for nowhere.</param>
internal sealed record FitContext(
    string Name,
    IHostEnvironment Host,
    TemporaryFolder Temporary,
    DataViewSchema Schema,
    long Seed,
    torch.Device Device,
    TorchState State,
    TorchRandomness Randomness,
    IChannel Channel,
    Cancellation Cancellation,
    CheckpointStore? Checkpoints = null);
