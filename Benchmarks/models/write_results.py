"""Puts compare.py's figures into the results file, a section for each family between markers.

usage: write_results.py RESULTS.md FIGURES.json...
"""
import datetime, json, os, re, sys

TITLES = {"vit": "ViT-Base/16", "clip": "CLIP ViT-B/32", "wav2vec2": "wav2vec2-base", "bert": "BERT-base",
          "tapas": "TAPAS-base", "gpt2": "GPT-2 small"}
# How much faster than each of the others Assay is to be.
TO_REACH = {"torch": ("PyTorch", 2.0), "onnxruntime": ("ONNX Runtime", 1.2)}
# Beyond the weights, in MB; and from the start to the first answer of the 350 MB model, in ms.
MEMORY, FIRST_ANSWER = 400, 1000
PREAMBLE = """# Results

Written by `make bench` and `make bench-models`: medians of whole processes by the operating
system's accounting; ratios are medians of pairs taken in turn in one run. The machines are
shared and noisy: compare ratios, not single times.
"""


def value(file, key, separator):
    for line in open(file):
        if line.startswith(key):
            return line.split(separator, 1)[1].strip().strip('"')
    return "unknown"


def mark(reached):
    return "reached" if reached else "**missed**"


def time(ms):
    return f"{ms:.1f} ms" if ms < 100 else f"{ms:.0f} ms"


def section(run):
    lines = [f"## Native {TITLES[run['family']]}", "", "| what | Assay | beside | times as fast | to reach | |",
             "| --- | --- | --- | --- | --- | --- |"]
    for row in run["rows"]:
        threads = "1 thread" if row["threads"] == 1 else f"{row['threads']} threads"
        for name, (title, goal) in TO_REACH.items():
            if name not in row["ratios"]:
                lines.append(f"| {row['row']}, {threads} | {time(row['milliseconds']['assay'])} | {title}: no export | | | |")
                continue
            lines.append(f"| {row['row']}, {threads} | {time(row['milliseconds']['assay'])} "
                         f"| {title} {time(row['milliseconds'][name])} | {row['ratios'][name]:.2f} | {goal} "
                         f"| {mark(row['ratios'][name] >= goal)} |")
    peak = max(m["peak"] for m in run["memory"].values())
    over = peak - run["weights_megabytes"]
    lines.append(f"| peak memory over all rows | {peak:.0f} MB | weights {run['weights_megabytes']:.0f} MB | "
                 f"| {MEMORY} MB above them | {mark(over <= MEMORY)} |")
    if run["family"] == "vit":
        first = min(m["first_answer"] for m in run["memory"].values())
        lines.append(f"| start, load, first answer | {time(first)} | | | {FIRST_ANSWER} ms | {mark(first <= FIRST_ANSWER)} |")
    lines.append(f"| largest difference from PyTorch | {run['departure']:.1e} | | | {run['tolerance']:.0e} "
                 f"| {mark(run['departure'] <= run['tolerance'])} |")
    versions, rounds = run["versions"], [row["rounds"] for row in run["rows"]]
    memory = int(value("/proc/meminfo", "MemTotal", ":").split()[0]) >> 20
    lines += [
        "",
        f"Medians of {min(rounds)} to {max(rounds)} rounds, random weights, single precision. PyTorch {versions['torch']} "
        f"(transformers {versions['transformers']}, SDPA), ONNX Runtime {versions['onnxruntime']} (onnx {versions['onnx']}).",
        "",
        f"*{value('/proc/cpuinfo', 'model name', ':')}, {os.cpu_count()} cores, {memory} GiB; "
        f"{value('/etc/os-release', 'PRETTY_NAME', '=')}; {datetime.date.today()}.*",
    ]
    return "\n".join(lines) + "\n"


path = sys.argv[1]
for name in sys.argv[2:]:
    run = json.load(open(name))
    start, end = f"<!-- bench:{run['family']} -->\n", f"<!-- /bench:{run['family']} -->\n"
    text = open(path).read() if os.path.exists(path) else PREAMBLE
    body = start + section(run) + end
    found = re.search(re.escape(start) + ".*?" + re.escape(end), text, re.S)
    text = text[:found.start()] + body + text[found.end():] if found else text + "\n" + body
    open(path, "w").write(text)
    print(body)
