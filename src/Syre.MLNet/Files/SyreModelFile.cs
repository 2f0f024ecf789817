using Syre.MLNet.Diagnostics;
using Syre.MLNet.Export;
using Syre.MLNet.Files;
using Syre.MLNet.Models;
using Syre.MLNet.Networks;
using Syre.MLNet.Runtime;
using Syre.Onnx;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet;

/// <summary>
/// What a model file saved by <c>mlContext.Model.Save</c> tells of a network trained by this library: options, seed, training summary, and
/// the network
/// itself, to train on. To score, load the file with <c>mlContext.Model.Load</c>; that needs none of this.
/// </summary>
/// <remarks>
/// Every reader checks the whole file before it believes any of it: the zip's structure, the checksum of every entry (.NET checks none),
/// what the entries
/// unpack to, and that the details are of the network that is there. Whatever is wrong with what a file holds is an
/// <see cref="InvalidDataException"/> that names file, entry and fault; a file that cannot be opened is the exception that .NET gives for
/// it.
/// None of this makes a stranger's file safe for <c>mlContext.Model.Load</c>, which trusts what it reads.
/// </remarks>
public sealed partial class SyreModelFile
{
    private readonly ModelMetadata _metadata;
    private readonly StoredGraph _graph;
    private readonly long? _maximumBytes;

    private SyreModelFile(ModelMetadata metadata, CollapseReport report, StoredGraph graph, long? maximumBytes) =>
        (_metadata, Report, _graph, _maximumBytes) = (metadata, report, graph, maximumBytes);

    /// <summary>
    /// What was learnt: <c>binary</c>, <c>multiclass</c>, <c>regression</c> or, where the label is several numbers,
    /// <c>vector regression</c>; <c>encoder</c> without a label.
    /// </summary>
    public string Task => _metadata.Task;

    /// <summary>
    /// The options of the training, but for what is not data: callbacks, the validation set and the factory of a user's own network.
    /// <see cref="SyreNetworkOptions"/>, of a network of texts <see cref="SyreTextClassificationOptions"/>, of an encoder
    /// <see cref="SyreEncoderOptions"/>.
    /// </summary>
    public SyreTrainerOptions Options => _metadata.Options;

    /// <summary>
    /// The version of this library that wrote the file, as in <c>0.1.0</c>; null for a file of before versions were written.
    /// </summary>
    public string? Version => ReportEntry.Version(_graph.Summary.Metadata);

    /// <summary>How the training went, its seed included.</summary>
    public TrainingSummary Summary => _metadata.Summary;

    /// <summary>Whether the network has collapsed, where, and why.</summary>
    public CollapseReport Report { get; }

    /// <summary>Reads the one network of a file.</summary>
    /// <param name="path">A model file.</param>
    /// <param name="maximumBytes">
    /// Most bytes that the file's entries may unpack to, for a model that packs uncommonly well. Default null: 32 MB and 32 times the
    /// length of the file.
    /// </param>
    /// <exception cref="InvalidDataException">The file holds no network of this library, or several, or is no model file.</exception>
    public static SyreModelFile Open(string path, long? maximumBytes = null)
    {
        IReadOnlyList<SyreModelFile> all = OpenAll(path, maximumBytes);
        return all.Count == 1
            ? all[0]
            : throw new InvalidDataException(all.Count == 0
                ? $"'{path}' holds no network trained by Syre.MLNet."
                : $"'{path}' holds {all.Count} networks; use {nameof(OpenAll)} and choose one.");
    }

    /// <summary>Reads all networks of a file, in the order of its pipeline; none if it holds other models only.</summary>
    /// <param name="path">A model file.</param>
    /// <param name="maximumBytes">
    /// Most bytes that the file's entries may unpack to, for a model that packs uncommonly well. Default null: 32 MB and 32 times the
    /// length of the file.
    /// </param>
    /// <exception cref="InvalidDataException">The file is no model file, or is damaged, or a network in it is of a later
    /// version.</exception>
    public static IReadOnlyList<SyreModelFile> OpenAll(string path, long? maximumBytes = null) =>
        OpenAll(path, maximumBytes, keepsTexts: false);

    /// <summary>Reads the one collapse report of a file: of a network, or of <c>CollapseDiagnostics</c>. Needs no TorchSharp.</summary>
    /// <param name="path">A model file.</param>
    /// <param name="maximumBytes">
    /// Most bytes that the file's entries may unpack to, for a model that packs uncommonly well. Default null: 32 MB and 32 times the
    /// length of the file.
    /// </param>
    /// <exception cref="InvalidDataException">The file holds no report, or several, or is no model file.</exception>
    public static CollapseReport ReadReport(string path, long? maximumBytes = null)
    {
        IReadOnlyList<CollapseReport> all = ReadReports(path, maximumBytes);
        return all.Count == 1
            ? all[0]
            : throw new InvalidDataException(all.Count == 0
                ? $"'{path}' holds no collapse report; models of Syre.MLNet's trainers and of CollapseDiagnostics do."
                : $"'{path}' holds {all.Count} collapse reports ({string.Join(", ", all.Select(report => report.Name))}); " +
                    $"use {nameof(ReadReports)}.");
    }

    /// <summary>Reads all collapse reports of a file, in the order of its pipeline; none if there are none. Needs no TorchSharp.</summary>
    /// <param name="path">A model file.</param>
    /// <param name="maximumBytes">
    /// Most bytes that the file's entries may unpack to, for a model that packs uncommonly well. Default null: 32 MB and 32 times the
    /// length of the file.
    /// </param>
    /// <exception cref="InvalidDataException">The file is no model file, or a report in it is damaged or of a later version.</exception>
    public static IReadOnlyList<CollapseReport> ReadReports(string path, long? maximumBytes = null) =>
        ModelZip.Read(path, maximumBytes, (_, graph) => ReportEntry.Read(graph.Summary.Metadata));

    /// <summary>
    /// Rebuilds the network in TorchSharp, on the CPU, to look into or to train on
    /// (<see cref="SyreNetworkEstimator.Fit(Microsoft.ML.IDataView, Microsoft.ML.IDataView, SyreNetworkModel)"/>). The caller disposes it.
    /// </summary>
    /// <param name="network">The factory that made the user's own network; null (default) for the built-in one.</param>
    /// <exception cref="InvalidDataException">The network that the file describes is not the one in its graph.</exception>
    /// <exception cref="NotSupportedException">The file holds a network of texts, which is known with its pipeline only, or an encoder
    /// (<see cref="CreateEncoder"/>).</exception>
    /// <exception cref="ArgumentException">The file holds a user's own network and there is no factory, or the factory makes one of another
    /// shape.</exception>
    public SyreNetworkModel CreateModel(Func<NetworkContext, torch.nn.Module<torch.Tensor, torch.Tensor>>? network = null)
    {
        if (_metadata.Options is SyreEncoderOptions)
            throw new NotSupportedException($"The file holds an encoder; use {nameof(CreateEncoder)}.");
        if (_metadata.Options is not SyreNetworkOptions options)
        {
            throw new NotSupportedException(
                "The file holds a network of texts (SyreTextClassification), which is known with its pipeline only. " +
                $"To train on from it, use {nameof(InitialModel)}.{nameof(InitialModel.FromFile)}(path) with the trainer " +
                "SyreTextClassification, or Retrain.");
        }
        TorchNative.EnsureLoaded();
        using var state = new TorchState();
        using var randomness = new TorchRandomness(Summary.Seed, torch.CPU);
        using IDisposable? turn = randomness.Enter();
        return _graph.Load(graph => CreateModel(graph, options, network));
    }

    private SyreNetworkModel CreateModel(
        OnnxModel graph, SyreNetworkOptions options, Func<NetworkContext, torch.nn.Module<torch.Tensor, torch.Tensor>>? factory)
    {
        NetworkSpec spec = _metadata.Network;
        if (spec is OwnSpec && factory is null)
            throw new ArgumentException("The file holds a network of the user's own; give the factory that made it.", "network");
        return Rebuild(graph, spec is OwnSpec own ? factory!(own.Context(torch.CPU)) : null, rebuilt => new SyreNetworkModel(
            _metadata.FittedTask(), rebuilt, options with { Network = spec is OwnSpec ? factory : null }, Summary, Report)
        {
            Origin = _metadata.Origin,
            Members = rebuilt is EnsembleNetwork ensemble
                ? [.. ensemble.Members.Select((network, i) => Member(network, i, options))]
                : [],
        });
    }

    /// <summary>Makes the network again with its weights, and a model of it.</summary>
    private TModel Rebuild<TModel>(
        OnnxModel graph, torch.nn.Module<torch.Tensor, torch.Tensor>? own, Func<ScoringNetwork, TModel> makeModel)
    {
        NetworkSpec spec = _metadata.Network;
        ScoringNetwork rebuilt = spec.Create(new NetworkMaking(torch.CPU, Summary.Seed, Slots(graph, spec), own));
        try
        {
            OnnxStateLoader.Load(graph, rebuilt);
            rebuilt.eval();
            TModel model = makeModel(rebuilt);
            if (spec is not OwnSpec)
                RebuiltNetwork.Check(graph, rebuilt);
            return model;
        }
        catch
        {
            rebuilt.Dispose();
            throw;
        }
    }

    private static IReadOnlyList<SyreModelFile> OpenAll(string path, long? maximumBytes, bool keepsTexts) =>
        ModelZip.Read(path, maximumBytes, (zip, graph) => ModelMetadata.ReadFrom(graph.Summary) is { } metadata
            ? new SyreModelFile(
                metadata,
                ReportEntry.Read(graph.Summary.Metadata) ?? throw new InvalidDataException("The model's collapse report is missing."),
                metadata.Network is TextSpec && !keepsTexts ? graph : graph.Keep(zip),
                maximumBytes)
            : null);

    private SyreNetworkModel Member(ScoringNetwork network, int member, SyreNetworkOptions options) => new(
        _metadata.FittedTask(member), network, options with { Members = 1, Seed = Summary.Members[member].Seed }, Summary.Members[member],
        Report)
    {
        Origin = _metadata.Members[member].Origin,
    };

    /// <summary>The slots that the network reads of a sparse column, the same in all members of an ensemble; null of a dense one.</summary>
    private static int[]? Slots(OnnxModel graph, NetworkSpec spec)
    {
        (NetworkSpec first, string name) = spec is EnsembleSpec ensemble
            ? (ensemble.Members[0], $"{EnsembleSpec.NameOf(0)}.{ScoringNetwork.SlotsName}")
            : (spec, ScoringNetwork.SlotsName);
        if (first is not TabularSpec { Sparse: true })
            return null;
        long[] slots = graph.Initializers.First(tensor => graph.GivenName(tensor.Key) == name).Value.Int64s.ToArray();
        long width = graph.Inputs is [{ Shape: [_, { Size: { } size }] }] ? size : 0;
        long before = -1;
        foreach (long slot in slots)
        {
            before = slot > before && slot < width
                ? slot
                : throw new InvalidDataException(
                    $"The network reads slot {slot} after slot {before} of a column of {width}; expected are rising slots within it.");
        }

        return Array.ConvertAll(slots, slot => (int)slot);
    }
}
