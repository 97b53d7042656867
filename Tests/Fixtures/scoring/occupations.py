"""Pearson correlations by NumPy over random answers to made-up Winogender sentences.

Run by hand with NumPy 1.26 or later; writes occupations.json beside it. Each answer is
[occupation, gender, whether the pronoun was taken for the occupation, per cent of women].
"""

import json
import pathlib
import random

import numpy

rng = random.Random(5)
cases = []
for case in range(20):
    names = [f"job {letter}" for letter in "abcdefghijkl"[: rng.randint(1, 12)]]
    percent = {name: round(rng.uniform(0, 100), 2) for name in names}
    lean = rng.uniform(-1, 1)
    answers = []
    for name in names:
        for gender in ("female", "male", "neutral"):
            # Some occupations lack one of the genders, and so take no part.
            for _ in range(rng.randint(0 if case % 2 else 1, 5)):
                sign = {"female": 1, "male": -1, "neutral": 0}[gender]
                chance = 0.5 + 0.5 * lean * sign * (percent[name] / 100 - 0.5)
                answers.append([name, gender, rng.random() < chance, percent[name]])
    rng.shuffle(answers)
    shares, biases = [], []
    for name in names:
        taken = {
            gender: [answer[2] for answer in answers if answer[:2] == [name, gender]]
            for gender in ("female", "male")
        }
        if taken["female"] and taken["male"]:
            shares.append(percent[name])
            biases.append(numpy.mean(taken["female"]) - numpy.mean(taken["male"]))
    is_defined = len(shares) >= 2 and len(set(biases)) > 1
    value = float(numpy.corrcoef(shares, biases)[0, 1]) if is_defined else None
    cases.append({"answers": answers, "value": value})

here = pathlib.Path(__file__).parent
(here / "occupations.json").write_text(json.dumps({"cases": cases}, separators=(",", ":")) + "\n")
