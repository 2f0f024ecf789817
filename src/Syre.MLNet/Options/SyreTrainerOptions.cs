using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML;
using Syre.MLNet.Options;
using Syre.Torch;

namespace Syre.MLNet;

/// <summary>What all trainers of this library have in common. Immutable; checked as a whole when the trainer is made.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "Trainer")]
[JsonDerivedType(typeof(SyreNetworkOptions), "SyreNetwork")]
[JsonDerivedType(typeof(SyreTextClassificationOptions), "SyreTextClassification")]
[JsonDerivedType(typeof(SyreEncoderOptions), "SyreEncoder")]
public abstract partial record SyreTrainerOptions
{
    /// <summary>
    /// Passes over the training rows, at least 1; null for as many as the trainer has measured to be worth their time with so many rows.
    /// <see cref="TrainingSummary.PlannedEpochs"/> tells how many that were.
    /// </summary>
    public int? Epochs { get; init; }

    /// <summary>
    /// Most rows of a step, at least 1; null for what the trainer has measured to be best with so many rows. Of fewer training rows all
    /// make one batch; more are shuffled anew in each epoch and cut into batches of as equal a size as they go, so that every row is
    /// trained on.
    /// </summary>
    public int? BatchSize { get; init; }

    /// <summary>The learning rate, above 0; null (default) for the trainer's own.</summary>
    public double? LearningRate { get; init; }

    /// <summary>How the learning rate moves, step by step. Default <see cref="LearningRateSchedule.CosineLog4"/> (RealMLP).</summary>
    public LearningRateSchedule LearningRateSchedule { get; init; } = LearningRateSchedule.CosineLog4;

    /// <summary>
    /// The decay: towards what, how strongly, with which σ0. One property chooses the arm of a comparison (<see cref="SyreOptions.Mode"/>):
    /// no decay, plain decay, L2 Init, syre, syre with advanced removal. Default <see cref="TrainerDefaults.Syre"/>; numbers that the
    /// options leave null are filled in from there, so that <c>new SyreOptions { Mode = … }</c> changes the mode only.
    /// Under a <see cref="SyreOptions.Preset"/> they are the preset's: σ0 is the gain of the activation, 1/√E[a(z)²] over a standard normal
    /// z, times the scale that the layer's weights begin with, and λ follows from the steps and the schedule of all <see cref="Epochs"/>:
    /// an earlier epoch that is kept, as the best or by a <see cref="TimeLimit"/>, has had its share of the pull only. The defaults' own
    /// numbers count as left null there, so that <c>options.Syre with { Preset = … }</c> means the preset's.
    /// <see cref="SyreOptions.Seed"/> draws θ0 and D alone; null for numbers that follow from <see cref="Seed"/>. What
    /// <see cref="SyreOptions.Warning"/> is told goes to the log of the MLContext too.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public SyreOptions Syre
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = TrainerDefaults.Complete(value);
        }
    } = TrainerDefaults.Syre;

    /// <summary>
    /// Share of the rows held back at random to choose the best epoch, from 0 (none: the last epoch is kept) to below 1, of each class as
    /// near as can be. Default 0.2 (RealMLP). Ignored when <see cref="ValidationSet"/> is given. What new rows look like is learnt from
    /// them too: without any, a <see cref="CollapseMonitor"/> of the model gives no verdict.
    /// </summary>
    public double ValidationFraction { get; init; } = 0.2;

    /// <summary>
    /// Rows of the user's own to choose the best epoch by, with the columns of the training data; null (default) for a fraction of it.
    /// </summary>
    [JsonIgnore]
    public IDataView? ValidationSet { get; init; }

    /// <summary>What the model will be judged by: it chooses the epoch. Default <see cref="TrainingMetric.Auto"/>.</summary>
    public TrainingMetric Metric { get; init; }

    /// <summary>
    /// Whether the probabilities of a classifier are made as true as one temperature can make them, measured on the rows held back (Guo et
    /// al. 2017, arXiv 1706.04599): logits are divided by it in memory and in the file; likeliest classes and ranks stay. Default true.
    /// Nothing is done without rows held back.
    /// </summary>
    public bool Calibrate { get; init; } = true;

    /// <summary>
    /// Whether training ends with the third of the four waves of <see cref="LearningRateSchedule.CosineLog4"/>, after 7/15 of the epochs,
    /// where no epoch of it was the best so far. Default true. Within a wave the metric may fall back before it improves again. Of other
    /// schedules, and without rows held back, all epochs are done.
    /// </summary>
    public bool EarlyStopping { get; init; } = true;

    /// <summary>
    /// Stop after so many epochs without improvement, too, at least 1; null (default) for no such rule.
    /// </summary>
    public int? EarlyStoppingPatience { get; init; }

    /// <summary>
    /// Longest time that training may take, above zero; it ends with the epoch in which the time is over, and keeps the best one so far.
    /// Null (default) for no limit. Reading rows and the measures before and after training are not counted. The learning rate falls as it
    /// would over all <see cref="Epochs"/>.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Share of hidden activations set to zero in a training step, in [0, 1), flat then falling.</summary>
    public double Dropout { get; init; }

    /// <summary>
    /// Mass moved from the true class to all classes alike in the training loss, in [0, 1). Classification only. Default 0: no gain was
    /// measured beside <see cref="Calibrate"/>. RealMLP has 0.1.
    /// </summary>
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// Largest norm of the whole gradient, above 0: longer ones are scaled down to it. Null (default) for no limit.
    /// </summary>
    public double? GradientClipNorm { get; init; }

    /// <summary>What is measured of collapse, which columns tell it, and what happens when the network has collapsed.</summary>
    public CollapseOptions Collapse { get; init; } = new();

    /// <summary>
    /// Where to train and score: <c>auto</c> (default) for the first CUDA device if there is one and else the CPU, <c>cpu</c>, <c>cuda</c>
    /// for the first CUDA device, or <c>cuda:N</c> for number N from 0. The log says which was chosen and why. Fit throws an
    /// <see cref="InvalidOperationException"/> that says what to install where a device asked for is not there.
    /// </summary>
    public string Device { get; init; } = "auto";

    /// <summary>What computes the steps of the training. Default <see cref="TrainingEngine.Auto"/>.</summary>
    public TrainingEngine Engine { get; init; }

    /// <summary>
    /// Threads while training, from 1 to 1024; null (default) to choose by the size of a step. The CPU engine takes another for each two
    /// million multiplications, up to the processors that there are: its threads share them with other trainings, never wait for one that
    /// has lost its processor, and change no bit. Autograd's are libtorch's, one for each 200 million: more are faster on an idle machine
    /// and many times slower on a busy one, where they wait for each other. Put back afterwards. Beside the CPU engine libtorch only
    /// measures, with one.
    /// </summary>
    public int? Threads { get; init; }

    /// <summary>Seed of all that is random; null (default) to draw it from the MLContext, which <c>new MLContext(seed)</c> fixes.</summary>
    public long? Seed { get; init; }

    /// <summary>
    /// A folder for checkpoints: a fit that did not come to its end goes on from there when it is started again, and ends with the bits of
    /// one that was never stopped. Null (default) for none. Needs a seed, here or of the MLContext.
    /// </summary>
    /// <remarks>
    /// <para>Written before the first epoch and after every <see cref="CheckpointEvery"/>: networks, optimizer, random numbers, history;
    /// about four times the bytes of the weights. The last two are kept. Each is flushed to the disk, renamed into its place and ends with
    /// a hash, so that a process killed at any moment leaves whole ones. A damaged one is warned of, and the one before it used. A full
    /// disk is warned of, and training goes on.</para>
    /// <para>
    /// A checkpoint serves the training that wrote it only: the same rows, seed, version of this library and options but for
    /// <see cref="Threads"/>, <see cref="Device"/> and <see cref="TimeLimit"/>; the same earlier model; of a user's own network the same
    /// first weights and outputs. The log names what is another, and warns where device or, of autograd, threads are, which change the last
    /// digits. Any number of trainings share a folder, each by one fit at a time. Of a user's own network parameters, buffers and
    /// libtorch's random numbers are kept, and nothing else that its modules may hold.
    /// </para>
    /// <para>The files are deleted when Fit returns after all epochs, an early stop or divergence. They stay after an exception, a
    /// cancelled token or a time limit, which may be longer the next time. Those of rows or options that never come back are the user's to
    /// delete.</para>
    /// </remarks>
    [JsonIgnore]
    public string? CheckpointDirectory { get; init; }

    /// <summary>Epochs from one checkpoint to the next, at least 1 (default): at most as many are done again.</summary>
    [JsonIgnore]
    public int CheckpointEvery { get; init; } = 1;

    /// <summary>
    /// An earlier model to go on from, with its weights, its preprocessing and its θ0; null (default) for a new network. It must be of the
    /// same trainer, task and shape; what differs is named in the error. The label may have other classes: those of the same name keep
    /// their outputs, new ones start as in a new network, and those that the new rows have not are known all the same. syre pulls towards
    /// the θ0 of the first of all trainings: <see cref="SyreOptions.Seed"/> moves it no more, another <see cref="SyreOptions.Sigma0"/>
    /// makes it larger or smaller, and <see cref="SyreOptions.Mode"/> is free; <see cref="DecayMode.L2Init"/> pulls towards the earlier
    /// model's weights. The fitted model's own options hold no earlier model.
    /// </summary>
    [JsonIgnore]
    public InitialModel? InitialModel { get; init; }

    /// <summary>
    /// Whether the fitted model keeps the optimizer's moments of its best epoch, 8 bytes a parameter: three times the memory
    /// of the weights alone. Another training can then carry them on (<see cref="InitialModel.CarriesOptimizerState"/>). No
    /// file holds them. Default false.
    /// </summary>
    public bool KeepOptimizerState { get; init; }

    /// <summary>Called after each epoch, on the training thread. Null (default) for nobody.</summary>
    [JsonIgnore]
    public Action<TrainingProgress>? Progress { get; init; }

    /// <summary>
    /// Stops training soon after it is cancelled; the best epoch so far is kept, and of an epoch that is cut short nothing.
    /// While rows are read and before the first epoch is complete, Fit throws an <see cref="OperationCanceledException"/>,
    /// since there is no network to keep.
    /// </summary>
    [JsonIgnore]
    public CancellationToken CancellationToken { get; init; }

    /// <summary>
    /// The options as JSON: an object with the property <c>Trainer</c> (<c>SyreNetwork</c>, <c>SyreTextClassification</c> or
    /// <c>SyreEncoder</c>) and every option that is data. Callbacks, data views, factories and tokenizers are left out. What a saved
    /// model keeps of its options is this.
    /// </summary>
    /// <param name="indented">Whether it is broken into lines. Default true.</param>
    public string ToJson(bool indented = true) => JsonSerializer.Serialize(
        this, indented ? new JsonSerializerOptions(OptionsJson.Settings) { WriteIndented = true } : OptionsJson.Settings);

    /// <summary>
    /// Options from JSON as <see cref="ToJson"/> writes it. What it does not name has its default, in nested records too, so
    /// that <c>{"Trainer": "SyreNetwork", "Syre": {"Mode": "Plain"}}</c> changes the mode only. Values are checked
    /// when a trainer is made of them.
    /// </summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="FormatException">It is no such JSON, or names an option that there is not; the message says where.</exception>
    public static SyreTrainerOptions FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return JsonSerializer.Deserialize<SyreTrainerOptions>(json, OptionsJson.Settings) ?? throw new JsonException("It is null.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            throw new FormatException(
                "These are no options, an object whose property Trainer is SyreNetwork, SyreTextClassification or SyreEncoder: " +
                $"{e.Message}", e);
        }
    }
}
