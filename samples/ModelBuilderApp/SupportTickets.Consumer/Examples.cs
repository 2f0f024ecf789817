namespace ModelBuilderApp;

/// <summary>Three tickets, to try the model on.</summary>
internal static class Examples
{
    private static readonly string[] s_texts =
    [
        "hello. the lamp does not turn on and smells. please help",
        "this is not about the delivery. i was charged twice for the tent",
        "my pasword was right until yesterday and now it is wrong",
    ];

    /// <summary>Prints each ticket's predicted class, and the probabilities of all.</summary>
    public static void PrintPredictions()
    {
        foreach (var ticket in s_texts.Select(text => new SupportTickets.ModelInput { Text = text }))
        {
            Console.WriteLine($"\"{ticket.Text}\": {SupportTickets.Predict(ticket).PredictedLabel}");
            foreach ((string name, float probability) in SupportTickets.PredictAllLabels(ticket))
                Console.WriteLine($"  {name,-10} {probability:f4}");
        }
    }
}
