"""Times Assay, PyTorch and ONNX Runtime on one family of models, turn by turn, and prints JSON.

usage: compare.py FAMILY FOLDER --assay PATH [--threads 1,2] [--seconds 20] [--rounds 5] [--rows TEXT]

Writes the checkpoint of families.py into FOLDER, and its ONNX graphs. Before anything is timed, the outputs of all three
for the same inputs are compared; the status is 1 if Assay's depart from PyTorch's by more than the tolerance. Then, in
every round, each program does each row once, so that whatever else the machine does hits all of them; the first round
warms up. A row has rounds for about the given seconds. Assay is a process of its own, asked through a
pipe. Needs torch, transformers, onnx, onnxruntime, safetensors and numpy.
"""
import argparse, json, os, statistics, subprocess, sys, time

arguments = argparse.ArgumentParser()
arguments.add_argument("family")
arguments.add_argument("folder")
arguments.add_argument("--assay", required=True, help="the release binary")
arguments.add_argument("--threads", default="1,2")
arguments.add_argument("--seconds", type=float, default=20, help="for each row and number of threads")
arguments.add_argument("--rounds", type=int, default=5, help="at least so many, whatever the seconds")
arguments.add_argument("--rows", default="", help="only rows whose title has this text")
a = arguments.parse_args()

import numpy as np, onnx, onnxruntime, torch, transformers
from safetensors.torch import save_file
from families import export, families

TOLERANCE = {"tapas": 1e-3}.get(a.family, 1e-4)
family = families[a.family]()
model = family.model
rows = [row for row in family.rows if a.rows in row.title]
model.save_pretrained(a.folder)
if a.family in ("vit", "clip"):
    transformers.ViTImageProcessor(size={"height": 224, "width": 224}).save_pretrained(a.folder) \
        if a.family == "vit" else transformers.CLIPImageProcessor().save_pretrained(a.folder)
if a.family == "wav2vec2":
    transformers.Wav2Vec2FeatureExtractor(feature_size=1, sampling_rate=16000, do_normalize=True,
                                          return_attention_mask=False).save_pretrained(a.folder)
    with open(os.path.join(a.folder, "vocab.json"), "w") as file:
        json.dump({t: i for i, t in enumerate(["<pad>", "<s>", "</s>", "<unk>", "|", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ'"])}, file)

# The parity of Assay with PyTorch, by the recorded calls that `assay model verify` reads.
tensors, calls = {}, []
for index, (inputs, output) in enumerate(family.checks):
    with torch.inference_mode():
        found = getattr(model(**inputs), output)
    names = {name: f"in.{index}.{name}" for name in inputs}
    tensors |= {names[name]: value for name, value in inputs.items()} | {f"out.{index}.{output}": found}
    calls.append({"model_class": type(model).__name__, "inputs": names, "kwargs": {},
                  "outputs": {f"out.{index}.{output}": output}})
save_file({name: t.contiguous() for name, t in tensors.items()}, os.path.join(a.folder, "io.safetensors"))
with open(os.path.join(a.folder, "io.json"), "w") as file:
    json.dump({"calls": calls}, file)
verified = subprocess.run([a.assay, "model", "verify", a.folder, "--json"], stdout=subprocess.PIPE, text=True)
try:
    answer = json.loads(verified.stdout)
    departure = max(t["largestDifference"] for t in answer["tensors"])
except (ValueError, KeyError):
    sys.exit(f"verify says: {verified.stdout[:2000]}")
if departure > TOLERANCE:
    sys.exit(f"Assay departs from PyTorch by {departure}: {verified.stdout[:2000]}")

paths, failures = {}, {}
for name in sorted({row.graph for row in rows}):
    try:
        paths[name] = export(family, name, a.folder)
    except Exception as error:  # An export that the exporter cannot do leaves the row without that column.
        failures[name] = f"{type(error).__name__}: {str(error).splitlines()[0][:200]}"
        print(f"no ONNX export of {a.family} {name}: {failures[name]}", file=sys.stderr)


def milliseconds(body):
    start = time.perf_counter()
    body()
    return (time.perf_counter() - start) * 1e3


class Assay:
    name = "assay"

    def __init__(self, threads):
        start = time.perf_counter()
        self.process = subprocess.Popen([a.assay, "model", "time", a.folder, "--threads", str(threads)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self(rows[0])
        self.first_answer = (time.perf_counter() - start) * 1e3

    def __call__(self, row):
        self.process.stdin.write(row.request + "\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def peak_megabytes(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Torch:
    name = "torch"

    def __init__(self, threads):
        torch.set_num_threads(threads)

    def __call__(self, row):
        with torch.inference_mode():
            if not row.steps:
                return milliseconds(lambda: self.once(row))
            return milliseconds(lambda: self.decode(row)) / row.steps

    def once(self, row):
        if a.family == "clip":
            return model.get_image_features(**row.inputs) if row.graph == "image" else model.get_text_features(**row.inputs)
        if a.family == "gpt2":
            return model(**row.inputs, use_cache=True, logits_to_keep=1)
        return model(**row.inputs)

    def decode(self, row):
        past = [value for name, value in row.inputs.items() if name != "input_ids"]
        cache = transformers.DynamicCache.from_legacy_cache(tuple(zip(past[::2], past[1::2])))
        for _ in range(row.steps):
            cache = model(row.inputs["input_ids"], past_key_values=cache, use_cache=True).past_key_values


class ONNX:
    name = "onnxruntime"

    def __init__(self, threads):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        # Threads spin within a run, as by default, and not after it, when it is another program's turn.
        options.add_session_config_entry("session.force_spinning_stop", "1")
        self.sessions = {name: onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
                         for name, path in paths.items()}

    def can(self, row):
        return row.graph in self.sessions

    def given(self, row):
        tensors = row.exported or row.inputs
        return {i.name: tensors[i.name].numpy() for i in self.sessions[row.graph].get_inputs()}

    def __call__(self, row):
        session, given = self.sessions[row.graph], self.given(row)
        if not row.steps:
            return milliseconds(lambda: session.run(None, given))
        values = {name: onnxruntime.OrtValue.ortvalue_from_numpy(value) for name, value in given.items()}
        return milliseconds(lambda: self.decode(session, values, row.steps)) / row.steps

    def decode(self, session, values, steps):
        # What one step gives is handed to the next where it lies.
        names = [o.name for o in session.get_outputs()]
        for _ in range(steps):
            found = session.run_with_ort_values(names, values)
            values = {"input_ids": values["input_ids"]} | {
                name.removeprefix("present."): value for name, value in zip(names, found) if name != "output"}


# ONNX Runtime beside PyTorch.
others = ONNX(1)
for row in rows:
    if others.can(row):
        module, names, _ = family.graphs[row.graph]
        given = row.exported or row.inputs
        with torch.inference_mode():
            expected = module(*(given[name] for name in names))
        expected = expected if torch.is_tensor(expected) else expected[0]
        found = others.sessions[row.graph].run(None, others.given(row))[0]
        difference = float(np.abs(found - expected.numpy()).max())
        if difference > 10 * TOLERANCE:
            sys.exit(f"ONNX Runtime departs from PyTorch by {difference} in {row.title}")
del others

weights = sum(p.numel() * p.element_size() for p in {id(p): p for p in model.parameters()}.values()) / 2**20
results, memory = [], {}
for threads in map(int, a.threads.split(",")):
    programs = [Assay(threads), Torch(threads), ONNX(threads)]
    for row in rows:
        able = [p for p in programs if p.name != "onnxruntime" or p.can(row)]
        times = {p.name: [] for p in able}
        start, round = time.perf_counter(), 0
        while round <= a.rounds or time.perf_counter() - start < a.seconds:
            for program in able:
                elapsed = program(row)
                if round:
                    times[program.name].append(elapsed)
            round += 1
        results.append({
            "row": row.title, "threads": threads, "rounds": round - 1,
            "milliseconds": {name: statistics.median(t) for name, t in times.items()},
            "ratios": {name: statistics.median(x / y for x, y in zip(t, times["assay"]))
                       for name, t in times.items() if name != "assay"},
        })
        print(f"{row.title}, {threads} threads: {results[-1]['milliseconds']} {results[-1]['ratios']}", file=sys.stderr)
    memory[threads] = {"peak": programs[0].peak_megabytes(), "first_answer": programs[0].first_answer}
    programs[0].end()
    del programs

print(json.dumps({
    "family": a.family, "rows": results, "weights_megabytes": weights, "memory": memory, "departure": departure,
    "tolerance": TOLERANCE, "failures": failures,
    "versions": {"torch": torch.__version__, "transformers": transformers.__version__, "onnx": onnx.__version__,
                 "onnxruntime": onnxruntime.__version__},
}, indent=1))
