// Saves a model over another without end, to be killed while it does.
using Microsoft.ML;
using Syre.MLNet;

if (args is not [string source, string target])
{
    Console.Error.WriteLine("usage: EndlessSaver <source.zip> <target.zip>");
    return 2;
}

var mlContext = new MLContext();
ITransformer model = mlContext.Model.Load(source, out DataViewSchema schema);
Console.WriteLine("saving");
while (true)
    SyreModelFile.Save(mlContext, model, schema, target);
