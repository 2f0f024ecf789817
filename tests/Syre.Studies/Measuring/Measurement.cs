namespace Syre.Studies.Measuring;

/// <summary>How wrong a model is on rows that it has not seen; of both numbers less is better.</summary>
/// <param name="Error">1 − accuracy, or the root mean squared error.</param>
/// <param name="Second">1 − AUC of two classes, log-loss of several, mean absolute error of numbers.</param>
internal readonly record struct Measurement(double Error, double Second);
