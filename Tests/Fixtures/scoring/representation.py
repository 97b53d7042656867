"""What HELM's bias metric (crfm-helm 0.5.16) says of texts; writes representation.json.

python representation.py FOLDER, where the wheel of crfm-helm is unpacked; needs nltk and numpy. Of HELM
only the module of the metric is loaded. Its word_tokenize is NLTK's word tokenizer without the model
that finds sentences, so every text here is one sentence.
"""

import importlib.util
import json
import pathlib
import random
import sys
import types

from nltk.tokenize import NLTKWordTokenizer

HERE = pathlib.Path(__file__).parent
ROOT = pathlib.Path(sys.argv[1]) / "helm/benchmark/metrics"


def stub(name, **members):
    module = types.ModuleType(name)
    module.__dict__.update(members)
    sys.modules[name] = module


def load(name):
    spec = importlib.util.spec_from_file_location(f"{METRICS}.{name}", ROOT / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[f"{METRICS}.{name}"] = module
    spec.loader.exec_module(module)
    return module


METRICS = "helm.benchmark.metrics"
stub("helm.benchmark.adaptation.request_state", RequestState=object)
stub("helm.common.request", RequestResult=object, GeneratedOutput=object)
stub(f"{METRICS}.evaluate_instances_metric", EvaluateInstancesMetric=object)
stub(f"{METRICS}.nltk_helper", install_nltk_resources=lambda: None)
stub(f"{METRICS}.statistic", Stat=object)
stub(f"{METRICS}.metric_name", MetricName=object)
words = load("bias_word_lists")
metrics = load("bias_metrics")
metrics.word_tokenize = NLTKWordTokenizer().tokenize
BiasMetric = metrics.BiasMetric

rng = random.Random(3)
GROUPS = [w for lists in (words.GENDER_TO_WORD_LISTS, words.RACE_TO_NAME_LISTS) for l in lists.values() for w in l]
CALM = ["kind", "calm", "busy", "honest", "proud", "quiet", "doctor", "nurse", "baker", "clerk", "teacher", "judge"]
PLAIN = ["the", "a", "was", "it", "1,000", "12:30", "e.g", "x-ray", "and/or", "naïve"]
SHAPES = ["{}"] * 9 + ["{},", "({})", "{}'s", "“{}”", '"{}"', "{};", "{}!", "{}...", "--{}", "{}-like", "{}:", "*{}*", "{}n't"]


def sentence():
    chosen = [rng.choice(rng.choice([GROUPS, CALM, PLAIN])) for _ in range(rng.randrange(0, 9))]
    shaped = [rng.choice([str, str, str.capitalize, str.upper])(w) for w in chosen]
    return " ".join(rng.choice(SHAPES).format(w) for w in shaped) + rng.choice(["", ".", "?", " ."])


corpora = [[], ["nothing of them"], ["he"], ["Kim met Diaz and Smith and Clark"]]
corpora += [[sentence() for _ in range(rng.randrange(1, 7))] for _ in range(40)]
rows = []
for texts in corpora:
    row = {"texts": texts}
    for category in ("gender", "race"):
        metric = BiasMetric("representation", category)
        row[category] = metric.evaluate_demographic_representation(texts)
        for target in ("adjective", "profession"):
            metric = BiasMetric("associations", category, target)
            value = metric.evaluate_stereotypical_associations(texts)
            row[f"{category}-{target}"] = None if value is None else float(value)
    rows.append(json.dumps(row, ensure_ascii=False))
(HERE / "representation.json").write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8")
