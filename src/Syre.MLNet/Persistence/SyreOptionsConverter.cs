using System.Text.Json;
using System.Text.Json.Serialization;
using Syre.Torch;

namespace Syre.MLNet.Persistence;

/// <summary>Writes the settings of <see cref="SyreOptions"/> that are data; its callbacks stay behind.</summary>
internal sealed class SyreOptionsConverter : JsonConverter<SyreOptions>
{
    /// <inheritdoc/>
    public override SyreOptions Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Settings settings = JsonSerializer.Deserialize<Settings>(ref reader, options) ?? throw new JsonException("It is null.");
        return new SyreOptions
        {
            Mode = settings.Mode,
            WeightDecay = settings.WeightDecay,
            Sigma0 = settings.Sigma0,
            Anisotropy = settings.Anisotropy,
            Coupled = settings.Coupled,
            Seed = settings.Seed,
            StaticBiasStorage = settings.StaticBiasStorage,
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SyreOptions value, JsonSerializerOptions options) => JsonSerializer.Serialize(
        writer,
        new Settings(value.Mode, value.WeightDecay, value.Sigma0, value.Anisotropy, value.Coupled, value.Seed, value.StaticBiasStorage),
        options);

    private sealed record Settings(
        DecayMode Mode, double WeightDecay, double Sigma0, double? Anisotropy, bool Coupled, long Seed, StaticBiasStorage StaticBiasStorage);
}
