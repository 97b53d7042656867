"""Times Assay, PyTorch and ONNX Runtime on one ViT checkpoint, turn by turn, and prints JSON medians.

usage: compare.py FOLDER --assay PATH [--threads 2] [--batch 1,8] [--rounds 20]

In every round each program runs each batch once, so that whatever else the machine does hits all of them; the first
round warms up. Assay is a process of its own, asked through a pipe; its time includes turning bytes into numbers, the
others' does not. Before anything is timed, the scores of all three for the same pictures are compared: the status is 1
if Assay's depart from PyTorch's by more than 1e-4. Needs torch, transformers, onnx, onnxruntime and numpy.
"""
import argparse, json, os, statistics, subprocess, sys, tempfile, time

arguments = argparse.ArgumentParser()
arguments.add_argument("folder")
arguments.add_argument("--assay", required=True, help="the release binary")
arguments.add_argument("--threads", type=int, default=2)
arguments.add_argument("--batch", default="1,8")
arguments.add_argument("--rounds", type=int, default=20)
a = arguments.parse_args()
os.environ["OMP_NUM_THREADS"] = str(a.threads)

import numpy as np, onnx, onnxruntime, torch, transformers
from safetensors.torch import save_file

torch.set_num_threads(a.threads)
model = transformers.ViTForImageClassification.from_pretrained(a.folder, attn_implementation="sdpa").eval()
size = model.config.image_size
batches = [int(b) for b in a.batch.split(",")]
torch.manual_seed(1)
inputs = {b: torch.randn(b, 3, size, size) for b in batches}


class LogitsOnly(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, pixel_values):
        return self.model(pixel_values).logits


with tempfile.TemporaryDirectory() as scratch:
    path = os.path.join(scratch, "vit.onnx")
    with torch.no_grad():
        torch.onnx.export(LogitsOnly(model), (inputs[batches[0]],), path, dynamo=False, opset_version=17,
                          input_names=["pixel_values"], output_names=["logits"],
                          dynamic_axes={"pixel_values": {0: "batch"}, "logits": {0: "batch"}})
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = a.threads
    # Threads spin within a run, as by default, and not after it, when it is another program's turn.
    options.add_session_config_entry("session.force_spinning_stop", "1")
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

# Agreement, by the recorded-calls files that `assay model verify` reads.
departures = {}
with torch.inference_mode():
    expected = {b: model(inputs[b]).logits for b in batches}
tensors, calls = {}, []
for b in batches:
    tensors[f"in.b{b}.pixel_values"] = inputs[b]
    tensors[f"out.b{b}.logits"] = expected[b]
    calls.append({"model_class": "ViTForImageClassification", "inputs": {"pixel_values": f"in.b{b}.pixel_values"},
                  "kwargs": {}, "outputs": {f"out.b{b}.logits": "logits"}})
    found = session.run(None, {"pixel_values": inputs[b].numpy()})[0]
    departures[f"onnxruntime, batch {b}"] = float(np.abs(found - expected[b].numpy()).max())
save_file({name: t.contiguous() for name, t in tensors.items()}, os.path.join(a.folder, "io.safetensors"))
with open(os.path.join(a.folder, "io.json"), "w") as file:
    json.dump({"calls": calls}, file)
verified = subprocess.run([a.assay, "model", "verify", a.folder, "--threads", str(a.threads), "--json"],
                          stdout=subprocess.PIPE, text=True)
answer = json.loads(verified.stdout)
for tensor in answer["tensors"]:
    departures[f"assay, {tensor['name']}"] = tensor["largestDifference"]
if not answer["passed"] or len(answer["tensors"]) != len(batches):
    sys.exit(f"the scores do not agree: {departures}")

assay = subprocess.Popen([a.assay, "model", "time", a.folder, "--threads", str(a.threads), "--size", str(size),
                          "--on-request"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def run_assay(batch):
    assay.stdin.write(f"{batch}\n")
    assay.stdin.flush()
    return float(assay.stdout.readline())


def timed(body):
    start = time.perf_counter()
    body()
    return (time.perf_counter() - start) * 1e3


def run_torch(batch):
    with torch.inference_mode():
        return timed(lambda: model(inputs[batch]))


def run_onnx(batch):
    return timed(lambda: session.run(None, {"pixel_values": inputs[batch].numpy()}))


programs = {"assay": run_assay, "torch": run_torch, "onnxruntime": run_onnx}
times = {name: {b: [] for b in batches} for name in programs}
for round in range(a.rounds + 1):
    for batch in batches:
        for name, run in programs.items():
            elapsed = run(batch)
            if round:
                times[name][batch].append(elapsed)
assay.stdin.close()
assay.wait()

medians = {name: {b: statistics.median(t) for b, t in by.items()} for name, by in times.items()}
ratios = {
    name: {b: statistics.median(x / y for x, y in zip(times[name][b], times["assay"][b])) for b in batches}
    for name in programs if name != "assay"
}
print(json.dumps({
    "threads": a.threads, "rounds": a.rounds, "milliseconds": medians, "times_assay": ratios,
    "largest_departure": departures,
    "versions": {"torch": torch.__version__, "transformers": transformers.__version__, "onnx": onnx.__version__,
                 "onnxruntime": onnxruntime.__version__},
}, indent=1))
