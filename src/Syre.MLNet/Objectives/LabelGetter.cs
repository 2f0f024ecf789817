namespace Syre.MLNet.Objectives;

/// <summary>Reads the label of the row that a cursor stands at: one number or several, not finite where it is missing.</summary>
internal delegate void LabelGetter(Span<float> label);
