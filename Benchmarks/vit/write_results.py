"""Puts compare.py's figures into the results file, between markers, in the shape of assay-bench's tables.

usage: write_results.py RESULTS.md FIGURES.json...
"""
import datetime, json, os, re, sys

# How much faster than each of the others Assay is to be.
TO_REACH = {"torch": ("PyTorch", 1.8), "onnxruntime": ("ONNX Runtime", 1.0)}
START, END = "<!-- bench:vit -->", "<!-- /bench:vit -->\n"
PREAMBLE = """# Results

Written by `make bench` and `make bench-vit`: medians of whole processes by the operating
system's accounting; ratios are medians of pairs taken in turn in one run. The machines are
shared and noisy: compare ratios, not single times.
"""


def value(file, key, separator):
    for line in open(file):
        if line.startswith(key):
            return line.split(separator, 1)[1].strip().strip('"')
    return "unknown"


path, runs = sys.argv[1], [json.load(open(name)) for name in sys.argv[2:]]
lines = [START, "## Native ViT-Base/16", "", "| what | measured | to reach | |", "| --- | --- | --- | --- |"]
for run in runs:
    threads = "1 thread" if run["threads"] == 1 else f"{run['threads']} threads"
    for batch in run["milliseconds"]["assay"]:
        ours = run["milliseconds"]["assay"][batch]
        for name, (title, goal) in TO_REACH.items():
            ratio = run["times_assay"][name][batch]
            mark = "reached" if ratio >= goal else "**missed**"
            lines.append(
                f"| batch {batch}, {threads}: {ours:.0f} ms beside {title}'s {run['milliseconds'][name][batch]:.0f} ms "
                f"| {ratio:.2f} x | at least {goal} x | {mark} |")
worst = max(d for run in runs for name, d in run["largest_departure"].items() if name.startswith("assay"))
lines.append(f"| scores beside PyTorch's, largest difference | {worst:.1e} | at most 1e-4 "
             f"| {'reached' if worst <= 1e-4 else '**missed**'} |")
versions = runs[0]["versions"]
memory = int(value("/proc/meminfo", "MemTotal", ":").split()[0]) >> 20
lines += [
    "",
    f"Medians of {runs[0]['rounds']} rounds, random weights, single precision. PyTorch {versions['torch']} "
    f"(transformers {versions['transformers']}, SDPA), ONNX Runtime {versions['onnxruntime']} "
    f"(onnx {versions['onnx']}).",
    "",
    f"*{value('/proc/cpuinfo', 'model name', ':')}, {os.cpu_count()} cores, {memory} GiB; "
    f"{value('/etc/os-release', 'PRETTY_NAME', '=')}; {datetime.date.today()}.*",
]
section = "\n".join(lines) + "\n" + END
text = open(path).read() if os.path.exists(path) else PREAMBLE
found = re.search(re.escape(START) + ".*?" + re.escape(END), text, re.S)
text = text[:found.start()] + section + text[found.end():] if found else text + "\n" + section
open(path, "w").write(text)
print(section)
