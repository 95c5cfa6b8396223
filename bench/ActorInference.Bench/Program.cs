using ActorInference.Bench.Models;
using ActorInference.Bench.Preparation;
using ActorInference.Bench.Soak;

// Each command is one measurement: dotnet run -c Release --project bench/ActorInference.Bench -- COMMAND [ARGUMENT...]
return args switch
{
    ["cartoon", var cartoon, var other] => CartoonCommand.Run(cartoon, other),
    ["preparation", .. var rest] => PreparationCommand.Run(rest),
    ["soak", .. var rest] => SoakCommand.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: ActorInference.Bench cartoon CARTOON.onnx OTHER.onnx | preparation [PICTURE.jpg...] | soak sessions|runs MODEL.onnx COUNT");
    return 2;
}
