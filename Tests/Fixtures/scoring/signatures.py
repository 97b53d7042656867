"""Signatures as sacreBLEU prints them, for Tests/ScoringTests.

    venv/bin/pip install sacrebleu==2.6.0
    venv/bin/python Tests/Fixtures/scoring/signatures.py
"""

import json
import pathlib

import sacrebleu
from sacrebleu.metrics import BLEU, CHRF, TER

HYPOTHESES = ["a small cat sat there", "two birds sing"]
ONE = [["a cat sat there", "two birds sang"]]
TWO = ONE + [["the small cat sat", "a pair of birds sings"]]
SOME = ONE + [["the small cat sat", None]]

CASES = [
    ("bleu", {}, BLEU()),
    ("bleu", {"tokenizer": "intl", "lowercase": True}, BLEU(tokenize="intl", lowercase=True)),
    ("bleu", {"tokenizer": "char", "smoothing": "floor"},
     BLEU(tokenize="char", smooth_method="floor")),
    ("bleu", {"tokenizer": "none", "smoothing": "add-k"},
     BLEU(tokenize="none", smooth_method="add-k")),
    ("bleu", {"smoothing": "none", "effective_order": True},
     BLEU(smooth_method="none", effective_order=True)),
    ("chrf", {}, CHRF()),
    ("chrf", {"word_order": 2, "lowercase": True}, CHRF(word_order=2, lowercase=True)),
    ("chrf", {"character_order": 3, "whitespace": True}, CHRF(char_order=3, whitespace=True)),
    ("translation_edit_rate", {}, TER()),
    ("translation_edit_rate", {"normalized": True, "punctuation": False, "case_sensitive": True},
     TER(normalized=True, no_punct=True, case_sensitive=True)),
]


def rows():
    for name, options, metric in CASES:
        for references, counts in [(ONE, [1]), (TWO, [2]), (SOME, [1, 2])]:
            metric.corpus_score(HYPOTHESES, references)
            yield [name, options, counts, metric.get_signature().format()]


path = pathlib.Path(__file__).with_name("signatures.json")
cases = ",\n".join(json.dumps(row) for row in rows())
path.write_text(f'{{"versions": {{"sacrebleu": "{sacrebleu.__version__}"}}, "cases": [\n{cases}\n]}}\n')
