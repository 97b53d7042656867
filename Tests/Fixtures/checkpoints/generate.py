"""Makes weight files as PyTorch writes them, and what their tensors should read as.

Run by hand, in this folder, with torch 2.13.0+cpu, safetensors 0.8.0, numpy 2.3.5:

    OMP_NUM_THREADS=1 python generate.py
"""
import argparse, collections, json, os, torch
from safetensors.torch import save_file

torch.manual_seed(3)
TYPES = dict(F64=torch.float64, F32=torch.float32, F16=torch.float16, BF16=torch.bfloat16, I64=torch.int64,
             I32=torch.int32, I16=torch.int16, I8=torch.int8, U8=torch.uint8, BOOL=torch.bool)


def tensors():
    """Every element type, views of one storage, strides of every kind, a scalar, an empty tensor."""
    found = collections.OrderedDict()
    for name, kind in TYPES.items():
        values = torch.randn(3, 5) * 20
        if kind in (torch.uint8, torch.bool): values = values.abs()
        found[f"types.{name}"] = (values > 15) if kind == torch.bool else values.to(kind)
    whole = torch.randn(4, 6, 2)
    found["views.whole"] = whole
    found["views.tied"] = whole
    found["views.transposed"] = whole.permute(2, 0, 1)
    found["views.part"] = whole[1:3, ::2]
    found["views.row"] = whole[2, 3]
    found["views.parameter"] = torch.nn.Parameter(torch.randn(2, 3))
    found["views.half"] = torch.randn(4, 3).half().t()
    found["scalar"] = torch.tensor(2.5)
    found["empty"] = torch.zeros(0, 3)
    found["positions"] = torch.arange(7).expand((1, -1))
    return found


def folder(name):
    os.makedirs(name, exist_ok=True)
    return name


everything = tensors()
save_file({k: v.detach().float().contiguous().clone() for k, v in everything.items()}, "expected.safetensors")

module = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.LayerNorm(2))
plain = torch.save(everything, folder("zip") + "/pytorch_model.bin")
torch.save(everything, folder("protocol4") + "/pytorch_model.bin", pickle_protocol=4)
torch.save(module.state_dict(), folder("module") + "/pytorch_model.bin")

names = list(everything)
halves = {"pytorch_model-00001-of-00002.bin": names[:9], "pytorch_model-00002-of-00002.bin": names[9:]}
for file, members in halves.items():
    torch.save({k: everything[k] for k in members}, folder("sharded") + "/" + file)
with open("sharded/pytorch_model.bin.index.json", "w") as file:
    json.dump({"metadata": {"total_size": 0}, "weight_map": {k: f for f, ks in halves.items() for k in ks}}, file,
              indent=1)

torch.save(module.state_dict(), folder("legacy") + "/pytorch_model.bin", _use_new_zipfile_serialization=False)
torch.save({"epoch": 3, "state_dict": module.state_dict(), "optimizer": {"lr": 0.1}},
           folder("nested") + "/pytorch_model.bin")
torch.save({"weight": torch.ones(2), "args": argparse.Namespace(task="audio")},
           folder("namespace") + "/pytorch_model.bin")
torch.save(module, folder("whole-module") + "/pytorch_model.bin")
torch.jit.save(torch.jit.script(module), folder("script") + "/pytorch_model.bin")
torch.save({"ones": torch.ones(1).expand(1000)}, folder("repeated") + "/pytorch_model.bin")
torch.save({"z": torch.ones(2, dtype=torch.complex64)}, folder("complex") + "/pytorch_model.bin")
