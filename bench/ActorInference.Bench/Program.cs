using ActorInference.Bench.Models;
using ActorInference.Bench.Preparation;

// Each command is one measurement: dotnet run -c Release --project bench/ActorInference.Bench -- COMMAND [ARGUMENT...]
return args switch
{
    ["preparation", .. var rest] => PreparationCommand.Run(rest),
    ["cartoon", var cartoon, var other] => CartoonCommand.Run(cartoon, other),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: ActorInference.Bench preparation [PICTURE.jpg...] | cartoon CARTOON.onnx OTHER.onnx");
    return 2;
}
