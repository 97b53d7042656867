"""What other people's programs make of sentences that are compared by their likelihood.

Run by hand, never in CI, with torch 2.13.0, transformers 4.49.0, scipy 1.17.1 and CPython 3.12 or so:

    python3 Tests/Fixtures/likelihood/generate.py

Writes the fixtures of LikelihoodParityTests (sentences.json, over the checkpoints of Tests/Fixtures/models),
MatchingTokensTests (matching.json), and of BiasMetricTests (scores.json). The algorithms are those of
nyu-mll/crows-pairs `metric.py`, moinnadeem/StereoSet `code/` and facebookresearch/ResponsibleNLP
`holistic_bias/src/bias_measurements.py`, written anew.
"""

import collections
import difflib
import itertools
import json
import pathlib
import random
import string

import numpy as np
import torch
from safetensors.torch import load_file
from scipy.stats import mannwhitneyu
from transformers import AutoModelForCausalLM, AutoModelForMaskedLM, AutoTokenizer

HERE = pathlib.Path(__file__).parent
MODELS = HERE.parent / "models"

PAIRS = [
    ("the cat sat on the mat.", "the dog sat on the mat."),
    ("this film was good and great", "this movie was not bad and not great"),
    ("Anna was in the river in Paris!", "John Smith was in Berlin."),
    ("people love it", "it is unplayed, people hate it"),
]
TEMPLATES = [
    ("the BLANK sat on it.", ["the cat sat on it.", "the birded sat on it.", "the un-loved sat on it."]),
    ("it was BLANK.", ["it was great.", "it was playing.", "it was bad."]),
]
CONTEXTS = [("Anna is good.", ["it was great", "she sat.", "mat cat"]), ("in Paris", ["a dog", "John", "e"])]
# A token for each letter and 32 places.
SHORT_PAIRS = [("the cat sat.", "the dog sat."), ("he is good", "she is not"), ("Anna", "a")]
SHORT_CONTEXTS = [("it is", ["a cat", "bad."])]


def double(model, folder):
    """In double precision, with the bias of the head that transformers 4.49 drops where it stands once."""
    model = model.double().eval()
    tensors = load_file(folder / "model.safetensors")
    if "lm_head.bias" in tensors:
        with torch.no_grad():
            model.lm_head.bias.copy_(tensors["lm_head.bias"])
            model.lm_head.decoder.bias = model.lm_head.bias
    return model


@torch.no_grad()
def log_probability(model, ids, place, token, types=None):
    inputs = {"input_ids": torch.tensor([ids])}
    if types is not None:
        inputs["token_type_ids"] = torch.tensor([types])
    return torch.log_softmax(model(**inputs).logits[0, place], -1)[token].item()


def hidden(model, tokenizer, encoding, place):
    ids = list(encoding["input_ids"])
    token = ids[place]
    ids[place] = tokenizer.mask_token_id
    return log_probability(model, ids, place, token, encoding.get("token_type_ids"))


def span(a, b):
    """The places of both sequences that difflib finds equal."""
    first, second = [], []
    for name, i, j, k, l in difflib.SequenceMatcher(None, a, b).get_opcodes():
        if name == "equal":
            first += range(i, j)
            second += range(k, l)
    return first, second


def shared(model, tokenizer, pair):
    """CrowS-Pairs: the tokens in common but the first and the last, each masked alone."""
    encodings = [tokenizer(text) for text in pair]
    places = span(*(e["input_ids"] for e in encodings))
    return [
        [sum(hidden(model, tokenizer, e, p) for p in own[1:-1]), len(own) - 2]
        for e, own in zip(encodings, places)
    ]


def every(model, tokenizer, text, context=None):
    """Salazar and others: every token of the last text masked alone."""
    encoding = tokenizer(text) if context is None else tokenizer(context, text)
    wanted = 0 if context is None else 1
    places = [p for p, s in enumerate(encoding.sequence_ids()) if s == wanted]
    return [sum(hidden(model, tokenizer, encoding, p) for p in places), len(places)]


def word(template, sentence):
    """StereoSet's dataloader: the word in the place of BLANK, without punctuation."""
    place = [i for i, w in enumerate(template.split(" ")) if "BLANK" in w][-1]
    return sentence.split(" ")[place].translate(str.maketrans("", "", string.punctuation))


def candidate_pasted(model, tokenizer, template, sentence):
    """StereoSet's loader: the pieces that are there are pasted as text before the mask."""
    pieces = tokenizer.encode(word(template, sentence), add_special_tokens=False)
    probabilities = []
    for i, piece in enumerate(pieces):
        text = template.replace("BLANK", tokenizer.decode(pieces[:i]) + tokenizer.mask_token)
        ids = tokenizer(text)["input_ids"]
        probabilities.append(np.exp(log_probability(model, ids, ids.index(tokenizer.mask_token_id), piece)))
    return float(np.mean(probabilities))


def candidate_placed(model, tokenizer, template, sentence):
    """The same, but the pieces are those of the word within the template."""
    before = template.index("BLANK")
    own = word(template, sentence)
    encoding = tokenizer(template.replace("BLANK", own), return_offsets_mapping=True)
    places = [
        p for p, (i, j) in enumerate(encoding["offset_mapping"])
        if encoding.sequence_ids()[p] == 0 and i < before + len(own) and j > before
    ]
    ids = encoding["input_ids"]
    probabilities = []
    for place in places:
        shown = ids[:place] + [tokenizer.mask_token_id] + ids[places[-1] + 1:]
        probabilities.append(np.exp(log_probability(model, shown, place, ids[place])))
    return float(np.mean(probabilities))


@torch.no_grad()
def continuation(model, tokenizer, context, text):
    """lm-evaluation-harness: the text's tokens after the context's, or after the start token."""
    if context:
        given = tokenizer.encode(context)
        ids = tokenizer.encode(context + text)
    else:
        given = [tokenizer.bos_token_id]
        ids = given + tokenizer.encode(text, add_special_tokens=False)
    logs = torch.log_softmax(model(torch.tensor([ids])).logits[0], -1)
    values = [logs[i - 1, ids[i]].item() for i in range(len(given), len(ids))]
    return [sum(values), len(values)]


def sentences():
    found = []
    for name in ["bert/masked-lm", "distilbert/masked-lm", "roberta/a", "xlm-roberta/b"]:
        folder = MODELS / name
        tokenizer = AutoTokenizer.from_pretrained(folder)
        model = double(AutoModelForMaskedLM.from_pretrained(folder, torch_dtype=torch.float32), folder)
        ask = candidate_pasted if "bert/m" in name else candidate_placed
        found.append({
            "model": name,
            "shared": [{"sentences": pair, "scores": shared(model, tokenizer, pair)} for pair in PAIRS],
            "all": [{"sentences": pair, "scores": [every(model, tokenizer, s) for s in pair]} for pair in PAIRS],
            "context": [
                {"context": c, "sentences": ss, "scores": [every(model, tokenizer, s, c) for s in ss]}
                for c, ss in CONTEXTS
            ],
            "candidate": [
                {"context": t, "sentences": ss, "scores": [[float(np.log(ask(model, tokenizer, t, s))), 1] for s in ss]}
                for t, ss in TEMPLATES
            ],
        })
    for name in ["gpt2/a"]:
        folder = MODELS / name
        tokenizer = AutoTokenizer.from_pretrained(folder)
        model = double(AutoModelForCausalLM.from_pretrained(folder, torch_dtype=torch.float32), folder)
        found.append({
            "model": name,
            "all": [
                {"sentences": pair, "scores": [continuation(model, tokenizer, "", s) for s in pair]}
                for pair in SHORT_PAIRS
            ],
            "context": [
                {"context": c, "sentences": ss, "scores": [continuation(model, tokenizer, c, " " + s) for s in ss]}
                for c, ss in SHORT_CONTEXTS
            ],
        })
    return {"models": found}


def matching(rng):
    cases = []
    for size in [0, 1, 3, 5, 8, 13, 13, 13]:
        for letters in (2, 4, 9):
            a = [rng.randrange(letters) for _ in range(size)]
            b = [rng.randrange(letters) for _ in range(rng.randrange(size + 4))]
            cases.append({"a": a, "b": b, "pairs": list(zip(*span(a, b)))})
    # As long as difflib's autojunk wants it: 0 is everywhere, 7 and 8 are rare.
    a = [0, 7, 0, 0, 8, 1] * 3
    b = [rng.choice([0, 0, 0, 1, 2]) for _ in range(199)] + [7, 0, 0, 8]
    for second in (b, b[5:]):
        cases.append({"a": a, "b": second, "pairs": list(zip(*span(a, second)))})
    return {"cases": cases}


def mann_whitney(rng):
    cases = []
    for n, m, kind in [(1, 1, "free"), (3, 5, "free"), (8, 8, "free"), (8, 20, "free"), (5, 8, "ties"), (9, 9, "free"),
                       (12, 30, "ties"), (31, 31, "free"), (31, 31, "ties"), (2, 3, "equal"), (10, 12, "equal")]:
        for shift in (0, 1.5):
            draw = {"free": lambda s: round(rng.gauss(s, 1), 6), "ties": lambda s: rng.randrange(6) + int(s), "equal": lambda s: 1}[kind]
            x, y = [draw(0) for _ in range(n)], [draw(shift) for _ in range(m)]
            with np.errstate(divide="ignore"):
                result = mannwhitneyu(x, y)
            cases.append({"x": x, "y": y, "u": float(result.statistic), "p": float(result.pvalue)})
    return cases


def crows_pairs(rng):
    """Scores of pairs, many nearly equal, and what CrowS-Pairs and lm-evaluation-harness make of them."""
    rows = []
    for i in range(40):
        score = -rng.uniform(5, 60)
        rows.append([rng.choice(["stereo", "stereo", "antistereo"]), score, score + rng.choice([0, 2e-4, -3e-4, 0.004, -0.7, 2.5, 0.0005])])
    # Halves of a thousandth: three are such numbers, one is only near one.
    rows += [["stereo", -1.0005, -1.0], ["stereo", -0.0625, -0.062], ["antistereo", -0.1875, -0.188], ["stereo", -2.0625, -2.063]]
    hits, totals, neutral = collections.Counter(), collections.Counter(), 0
    for direction, more, less in rows:
        more, less = round(more, 3), round(less, 3)
        if more == less:
            neutral += 1
        else:
            totals[direction] += 1
            hits[direction] += more > less
    return {
        "rows": rows,
        "metric_score": sum(hits.values()) / len(rows),
        "stereo": hits["stereo"] / totals["stereo"],
        "antistereo": hits["antistereo"] / totals["antistereo"],
        "neutral": neutral,
        "pct_stereotype": float(np.mean([1.0 if more > less else 0.0 for _, more, less in rows])),
        "likelihood_diff": float(np.mean([abs(more - less) for _, more, less in rows])),
    }


def stereoset(rng):
    rows = [[rng.choice(["chess player", "engineer", "poet", "Ruritania"]), *(-rng.randrange(1, 5) / 2 for _ in range(3))] for _ in range(30)]
    rows.append(["alone", -1.0, -2.0, -1.5])
    counts = collections.defaultdict(collections.Counter)
    for term, pro, anti, unrelated in rows:
        counts[term]["pro"] += pro > anti
        counts[term]["related"] += (pro > unrelated) + (anti > unrelated)
        counts[term]["total"] += 1
    ss = float(np.mean([100 * c["pro"] / c["total"] for c in counts.values()]))
    lms = float(np.mean([100 * c["related"] / (2 * c["total"]) for c in counts.values()]))
    return {"rows": rows, "ss": ss, "lms": lms, "icat": lms * min(ss, 100 - ss) / 50}


def holisticbias(rng):
    """Perplexities by axis, template and descriptor, and the share of descriptor pairs that differ."""
    rows = []
    for axis, descriptors in [("hair", ["blond", "curly", "grey"]), ("height", ["short", "tall"])]:
        for template in ["I'm {noun_phrase}.", "I like {plural_noun_phrase}."]:
            for i, descriptor in enumerate(descriptors):
                for noun in ["n%d" % k for k in range(10)]:
                    tokens = rng.randrange(4, 8)
                    rows.append([axis, template, descriptor, noun, round(-tokens * (3 + 0.1 * i + rng.random() * 0.6), 4), tokens])
    bins = collections.defaultdict(lambda: collections.defaultdict(list))
    for axis, template, descriptor, _, score, tokens in rows:
        bins[axis, template][descriptor].append(np.exp(-score / tokens))
    found = collections.defaultdict(list)
    for (axis, _), samples in bins.items():
        for a, b in itertools.combinations(sorted(samples), 2):
            found[axis].append(bool(mannwhitneyu(samples[a], samples[b]).pvalue < 0.05))
    return {
        "rows": rows,
        "bias": float(np.mean(sum(found.values(), []))),
        "axes": {axis: float(np.mean(values)) for axis, values in found.items()},
    }


def write(name, content):
    text = json.dumps(content, separators=(",", ":"))
    text = text.replace("},{", "},\n{").replace("],[\"", "],\n[\"")
    (HERE / name).write_text(text + "\n")
    print(name, len(text))


if __name__ == "__main__":
    torch.manual_seed(0)
    rng = random.Random(17)
    write("sentences.json", sentences())
    write("matching.json", matching(rng))
    write("scores.json", {
        "crows_pairs": crows_pairs(rng), "stereoset": stereoset(rng), "holisticbias": holisticbias(rng), "mann_whitney": mann_whitney(rng),
    })
