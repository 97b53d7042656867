"""Values of other people's scorers over random inputs.

Run by hand, never in CI. Writes the fixtures of Tests/ScoringTests/FixtureTests.swift:

    python3 -m venv venv
    venv/bin/pip install jiwer==4.0.0 sacrebleu==2.6.0 rouge_score==0.1.2 seqeval==1.2.2 \
        scikit-learn==1.9.1 scipy==1.17.1 fairlearn==0.15.0 statsmodels==0.15.0
    venv/bin/pip install --no-deps openai-whisper==20250625
    venv/bin/python Tests/Fixtures/scoring/generate.py

With `--cases 2000 --seed 5 --out FOLDER` as many inputs are tried as one likes; the tests read
FOLDER where ASSAY_SCORING_FIXTURES names it. `thousands.json` holds no inputs: the tests make the same
ones and compare sums over blocks of 250.
"""

import argparse
import importlib.metadata
import importlib.util
import json
import pathlib
import random
import sys
import types

WORDS = (
    "the a cat dog sat on mat and it is was not very big small red house ran to of in we "
    "he she they I'm don't it's running runs flies happily relational 3 3,5 10 U.S. state-of-the-art"
).split()


def sentence(rng, low=0, high=9, words=WORDS):
    return " ".join(rng.choice(words) for _ in range(rng.randint(low, high)))


def disturbed(rng, text, words=WORDS, share=0.25):
    """The words of a text, some replaced, dropped, doubled or moved."""
    result = []
    for word in text.split():
        kind = rng.random()
        if kind < share * 0.4:
            result.append(rng.choice(words))
        elif kind < share * 0.7:
            pass
        elif kind < share:
            result += [word, rng.choice(words)]
        else:
            result.append(word)
    if len(result) > 3 and rng.random() < 0.3:
        i = rng.randrange(len(result))
        result.insert(rng.randrange(len(result)), result.pop(i))
    return " ".join(result)


def write(out, name, packages, content):
    versions = {package: importlib.metadata.version(package) for package in packages}
    text = json.dumps({"versions": versions, **content}, ensure_ascii=False, separators=(",", ":"))
    # A line for each member, so that differences can be read.
    text = text.replace('},{"', '},\n{"')
    (out / name).write_text(text + "\n")
    print(name, len(text))


def speech(rng, cases):
    import jiwer

    corpora, checks = [], []
    for number in range(cases):
        few = "a b c d".split()
        words = few if number % 2 else WORDS
        targets, predictions = [], []
        for _ in range(rng.randint(1, 3)):
            target = sentence(rng, 0, 12, words)
            if number % 4 == 1:
                prediction = sentence(rng, 0, 12, words)
            else:
                prediction = disturbed(rng, target, words, 0.5)
            targets.append(target)
            predictions.append(prediction)
        found = jiwer.process_words(targets, predictions)
        characters = jiwer.process_characters(targets, predictions)
        corpora.append({"predictions": predictions, "targets": targets})
        means = [jiwer.wer([t], [p]) for t, p in zip(targets, predictions)]
        rule = {"alignment": "jiwer"}
        errors = [jiwer.wer([t], [p]) > 0 for t, p in zip(targets, predictions)]
        checks.append(
            [
                ["word_error_rate", {}, found.wer],
                ["word_error_rate", rule, found.wer],
                ["match_error_rate", rule, found.mer],
                ["word_information_lost", rule, found.wil],
                ["word_information_preserved", rule, found.wip],
                ["character_error_rate", {}, characters.cer],
                ["mean_word_error_rate", {}, sum(means) / len(means)],
                ["sentence_error_rate", {}, sum(errors) / len(errors)],
            ]
        )
        corpora[-1]["counts"] = [
            found.substitutions, found.deletions, found.insertions, found.hits,
        ]
        if number % 10 == 0:
            corpora[-1]["report"] = jiwer.visualize_alignment(found, skip_correct=number % 20 == 0)
            corpora[-1]["narrow"] = jiwer.visualize_alignment(
                characters, show_measures=False, line_width=20
            )
    return {"corpora": corpora, "checks": checks}


def normalizers(rng, cases):
    # The package itself wants torch and tiktoken; its normalisers want neither.
    package = types.ModuleType("whisper")
    package.__path__ = importlib.util.find_spec("whisper").submodule_search_locations
    sys.modules["whisper"] = package
    from whisper.normalizers import BasicTextNormalizer, EnglishTextNormalizer

    english, basic = EnglishTextNormalizer(), BasicTextNormalizer()
    numbers = english.standardize_numbers
    spoken = sorted(numbers.words)
    others = (
        "won't can't let's I'ma he's she'd been it's gone they've Mr. Mrs. Dr. St. um uh hmm mm "
        "colour mobilisation theatre flier [noise] <unk> (laughs) () ( ) café naïve Œuvre straße "
        "$5 €52.4 £3 ¢7 $2 $0.36 $0.5 10km b747 10 th 3rd 1960s 1,000 1,2,3 12.5 .5 5. 1.2.3 100% "
        "% 50 percent per cent -5 +3 word's dogs' 'tis n't 's and a half half 1 1s 0 007 20 million "
        "hello, world! what? - -- ' \" a.b x_y ½ ² ١٢ １２ ﬁ Ångström I II Ⅳ 1/2 3:45 @home #tag"
    ).split(" ")
    texts = [
        "two", "five twenty four", "nineteen ninety nine", "two point five million",
        "four point two billions", "200 thousand dollars", "€52.4 million", "two double o eight",
        "forty three thousand two hundred and sixty",
        "thirty three thousand and three hundred and thirty third", "july third twenty twenty",
        "3 14", "3 point 14", "one triple oh one", "two thousandth", "minus 500", "$0.36",
        "forty eight and a half dollars", "b747", "10 th", "Let's", "he's like",
        "she's been like", "10km", "mobilisation",
        "Mr. Park visited Assoc. Prof. Kim Jr.", "", " ", "um", "A [b (c] d) e",
    ]
    while len(texts) < cases:
        kind = rng.random()
        pool = spoken if kind < 0.4 else others if kind < 0.6 else spoken + others + WORDS
        text = " ".join(rng.choice(pool) for _ in range(rng.randint(1, 9)))
        if rng.random() < 0.2:
            text = text.replace(" ", rng.choice(["  ", "\t", "\n", " ' ", ", ", ". ", "-"]), 2)
        if rng.random() < 0.2:
            text = text.upper()
        texts.append(text)
    rows = []
    for text in texts:
        try:
            rows.append([text, english(text), basic(text)])
        except (AssertionError, ValueError) as error:
            print("whisper fails on", repr(text), repr(error), file=sys.stderr)
    return {"texts": rows}


def classification(rng, cases):
    import numpy
    import scipy.optimize
    from sklearn import metrics

    def calibration(confidence, correct, groups, norm):
        gaps = [(len(g), abs(correct[g].mean() - confidence[g].mean())) for g in groups if len(g)]
        weights = numpy.array([n for n, _ in gaps]) / len(confidence)
        gap = numpy.array([g for _, g in gaps])
        if norm == "max":
            return gap.max()
        return (weights * gap).sum() if norm == "mean" else (weights * gap**2).sum() ** 0.5

    corpora, checks, temperatures = [], [], []
    while len(corpora) < cases:
        classes = rng.choice([2, 2, 3, 4])
        count = rng.randint(12, 30)
        labels, rows = [], []
        for _ in range(count):
            label = rng.randrange(classes)
            # Fortieths, so that there are ties.
            cuts = sorted(rng.randint(0, 40) for _ in range(classes - 1))
            row = [b - a for a, b in zip([0] + cuts, cuts + [40])]
            if rng.random() < 0.4:
                best = max(range(classes), key=row.__getitem__)
                row[best], row[label] = row[label], row[best]
            labels.append(label)
            rows.append([part / 40 for part in row])
        if len(set(labels)) < classes:
            continue
        y, p = numpy.array(labels), numpy.array(rows)
        guess = p.argmax(1)
        confidence, correct = p.max(1), (guess == y).astype(float)
        found = [["accuracy", {}, metrics.accuracy_score(y, guess)]]
        found.append(["balanced_accuracy", {}, metrics.balanced_accuracy_score(y, guess)])
        found.append(["matthews_correlation", {}, metrics.matthews_corrcoef(y, guess)])
        for average in ["macro", "micro", "weighted"]:
            option = {"average": average}
            for name, score in [
                ("f1", metrics.f1_score),
                ("precision", metrics.precision_score),
                ("recall", metrics.recall_score),
            ]:
                found.append([name, option, score(y, guess, average=average, zero_division=0)])
        if classes == 2:
            column = p[:, 1]
            positive = {"positive": "1"}
            found.append(["auroc", positive, metrics.roc_auc_score(y, column)])
            found.append(["average_precision", positive, metrics.average_precision_score(y, column)])
            found.append(
                ["brier_score", {"convention": "positive", **positive},
                 metrics.brier_score_loss(y, column)]
            )
        else:
            for average in ["macro", "weighted"]:
                for multiclass in ["ovr", "ovo"]:
                    found.append(
                        ["auroc", {"average": average, "multiclass": multiclass},
                         metrics.roc_auc_score(y, p, average=average, multi_class=multiclass)]
                    )
                found.append(
                    ["average_precision", {"average": average},
                     metrics.average_precision_score(numpy.eye(classes)[y], p, average=average)]
                )
            for k in [1, 2]:
                found.append(
                    ["top_k_accuracy", {"k": k},
                     metrics.top_k_accuracy_score(y, p, k=k, labels=range(classes))]
                )
        found.append(
            ["brier_score", {}, metrics.brier_score_loss(y, p, labels=range(classes),
                                                         scale_by_half=False)
             if classes > 2 else 2 * metrics.brier_score_loss(y, p[:, 1])]
        )
        found.append(["negative_log_likelihood", {}, metrics.log_loss(y, p, labels=range(classes))])
        bins = rng.choice([4, 10, 15])
        index = numpy.maximum(numpy.ceil(numpy.round(confidence * bins, 9)) - 1, 0)
        order = numpy.argsort(confidence, kind="stable")
        for norm in ["mean", "rms", "max"]:
            option = {"bins": bins, "norm": norm}
            wide = [numpy.where(index == b)[0] for b in range(bins)]
            found.append(
                ["expected_calibration_error", option, calibration(confidence, correct, wide, norm)]
            )
            # Equal scores may be cut apart: each counts with the share of hits of its score.
            shared = numpy.array([correct[confidence == c].mean() for c in confidence])
            equal = numpy.array_split(order, bins)
            found.append(
                ["equal_mass_calibration_error", option, calibration(confidence, shared, equal, norm)]
            )
        surest = order[::-1]
        risks = [1 - shared[surest[: k + 1]].mean() for k in range(count)]
        found.append(["risk_coverage_area", {}, sum(risks) / count])
        half = surest[: -(-count // 2)]
        found.append(["selective_accuracy", {"coverage": 0.5}, shared[half].mean()])
        corpora.append({"scores": rows, "labels": labels})
        checks.append(found)

        logits = numpy.round(numpy.log(p + 0.01) * rng.choice([0.5, 1, 3]), 3)

        def loss(t):
            z = logits / numpy.exp(t)
            return (numpy.log(numpy.exp(z).sum(1)) - z[numpy.arange(count), y]).mean()

        best = scipy.optimize.minimize_scalar(loss, bounds=(-6, 6), method="bounded",
                                              options={"xatol": 1e-12})
        if abs(best.x) < 4:
            temperatures.append(
                {"logits": logits.tolist(), "targets": labels, "loss": best.fun}
            )
    return {"corpora": corpora, "checks": checks, "temperatures": temperatures[:20]}


def text(rng, cases):
    import sacrebleu
    from rouge_score import rouge_scorer

    signs = WORDS + "Hello, (world) \"quoted\" 1.5 1,000 a-b 3-4 &amp; &lt;b&gt; x.y it's. € 100% Größe «ja» ¡ … 日本 ½".split()
    corpora, checks = [], []
    for number in range(cases):
        words = signs if number % 2 else WORDS
        count = rng.randint(1, 4)
        many = number % 3 == 0
        predictions, targets = [], []
        for _ in range(count):
            references = [sentence(rng, 0 if rng.random() < 0.1 else 3, 14, words)]
            prediction = disturbed(rng, references[0], words, rng.choice([0.1, 0.3, 0.8]))
            if many:
                references.append(disturbed(rng, references[0], words, 0.4))
            if rng.random() < 0.2:
                prediction = "\n".join(prediction.split(" ", 1))
            predictions.append(prediction)
            targets.append(references)
        streams = [list(stream) for stream in zip(*targets)]
        found = []
        for tokenizer in ["13a", "intl", "char", "none"]:
            bleu = sacrebleu.BLEU(tokenize=tokenizer)
            found.append(
                ["bleu", {"tokenizer": tokenizer}, bleu.corpus_score(predictions, streams).score]
            )
        for smoothing in ["floor", "add-k", "none"]:
            bleu = sacrebleu.BLEU(smooth_method=smoothing, lowercase=True)
            found.append(
                ["bleu", {"smoothing": smoothing, "lowercase": True},
                 bleu.corpus_score(predictions, streams).score]
            )
        bleu = sacrebleu.BLEU(effective_order=True)
        found.append(
            ["bleu", {"effective_order": True}, bleu.corpus_score(predictions, streams).score]
        )
        for order in [0, 2]:
            chrf = sacrebleu.CHRF(word_order=order)
            found.append(
                ["chrf", {"word_order": order}, chrf.corpus_score(predictions, streams).score]
            )
        chrf = sacrebleu.CHRF(char_order=3, beta=1, lowercase=True, whitespace=True)
        found.append(
            ["chrf", {"character_order": 3, "beta": 1, "lowercase": True, "whitespace": True},
             chrf.corpus_score(predictions, streams).score]
        )
        for normalized in [False, True]:
            ter = sacrebleu.TER(normalized=normalized, no_punct=normalized,
                                case_sensitive=normalized)
            found.append(
                ["translation_edit_rate",
                 {"normalized": normalized, "punctuation": not normalized,
                  "case_sensitive": normalized},
                 ter.corpus_score(predictions, streams).score]
            )
        for kind in ["rouge1", "rouge2", "rougeL", "rougeLsum"]:
            for stemmer in [False, True]:
                scorer = rouge_scorer.RougeScorer([kind], use_stemmer=stemmer)
                part = rng.choice(["f1", "precision", "recall"])
                scores = [
                    scorer.score_multi(references, prediction)[kind]
                    for references, prediction in zip(targets, predictions)
                ]
                values = [getattr(s, "fmeasure" if part == "f1" else part) for s in scores]
                found.append(
                    ["rouge", {"type": kind, "stemmer": stemmer, "part": part},
                     sum(values) / count]
                )
        single = not many
        corpora.append(
            {"predictions": predictions, "targets": [t[0] for t in targets] if single else targets}
        )
        checks.append(found)
    from nltk.stem.porter import PorterStemmer

    stemmer = PorterStemmer()
    endings = (
        "ies sses s eed ed ing y ational tional enci anci izer bli alli entli eli ousli ization "
        "ation ator alism iveness fulness ousness aliti iviti biliti fulli logi icate ative alize "
        "iciti ical ful ness al ance ence er ic able ible ant ement ment ent ion ou ism ate iti "
        "ous ive ize e ll ied"
    ).split()
    stems = ["skies", "dying", "news", "innings", "enjoy", "by", "flies", "dies", "yyyy"]
    while len(stems) < 5 * cases + 100:
        body = "".join(rng.choice("abcdefgilmnoprstuwxyz") for _ in range(rng.randint(0, 6)))
        stems.append(body + rng.choice(endings) + rng.choice(["", "", rng.choice(endings)]))
    stems = [[word, stemmer.stem(word)] for word in stems]
    return {"corpora": corpora, "checks": checks, "stems": stems}


def statistics(rng, cases):
    import fairlearn.metrics
    import numpy
    import scipy.stats
    from statsmodels.stats.contingency_tables import mcnemar
    from statsmodels.stats.multitest import multipletests
    from statsmodels.stats.power import NormalIndPower

    rows = {name: [] for name in ["mcnemar", "paired", "holm", "quantiles", "tails", "fairness"]}
    for _ in range(cases):
        b, c = rng.randint(0, rng.choice([5, 60, 900])), rng.randint(0, rng.choice([5, 60, 900]))
        if b + c:
            table = [[3, b], [c, 4]]
            plain = mcnemar(table, exact=False, correction=False)
            corrected = mcnemar(table, exact=False, correction=True)
            exact = mcnemar(table, exact=True)
            rows["mcnemar"].append(
                [b, c, plain.statistic, plain.pvalue, corrected.statistic, corrected.pvalue,
                 exact.pvalue]
            )
        n = rng.randint(2, 30)
        first = [round(rng.gauss(0.2, 1), 3) for _ in range(n)]
        second = [round(rng.gauss(0, 1), 3) for _ in range(n)]
        test = scipy.stats.ttest_rel(first, second)
        interval = test.confidence_interval(0.95)
        rows["paired"].append(
            {"d": [round(a - b, 6) for a, b in zip(first, second)],
             "expect": [test.statistic, test.pvalue, interval.low, interval.high,
                        float(scipy.stats.sem(numpy.subtract(first, second)))]}
        )
        values = [round(rng.random() ** 3, 4) for _ in range(rng.randint(1, 8))]
        rows["holm"].append([values, multipletests(values, method="holm")[1].tolist()])
        p = rng.choice([rng.random(), rng.random() * 1e-6])
        rows["quantiles"].append([p, scipy.stats.norm.ppf(p)])
        x, k, t = rng.random() * 12, rng.randint(1, 6), rng.gauss(0, 3)
        degrees = rng.randint(1, 200)
        rows["tails"].append(
            [x, k, scipy.stats.chi2.sf(x, k), t, degrees, 2 * scipy.stats.t.sf(abs(t), degrees)]
        )
        while True:
            n = rng.randint(12, 40)
            y = [rng.random() < 0.5 for _ in range(n)]
            guess = [rng.random() < 0.5 for _ in range(n)]
            groups = [rng.choice("abc") for _ in range(n)]
            if all((v, g) in set(zip(y, groups)) for v in [False, True] for g in set(groups)):
                break
        expect = []
        for method in ["between_groups", "to_overall"]:
            for function in ["demographic_parity", "equal_opportunity", "equalized_odds"]:
                for kind in ["difference", "ratio"]:
                    for agg in ["worst_case", "mean"] if "odds" in function else [None]:
                        extra = {"agg": agg} if agg else {}
                        value = getattr(fairlearn.metrics, f"{function}_{kind}")(
                            y, guess, sensitive_features=groups, method=method, **extra
                        )
                        expect.append(None if numpy.isnan(value) else float(value))
        rows["fairness"].append(
            {"y": [int(v) for v in y], "p": [int(v) for v in guess], "g": "".join(groups),
             "expect": expect}
        )
    power = []
    for _ in range(20):
        effect, alpha, goal = rng.uniform(0.05, 1), rng.choice([0.01, 0.05]), rng.uniform(0.5, 0.95)
        found = NormalIndPower(ddof=0).solve_power(
            effect_size=effect, alpha=alpha, power=goal, ratio=0
        )
        power.append([effect, alpha, goal, found])
    return {**rows, "power": power}


def answers(rng, cases):
    import warnings

    from seqeval.metrics import f1_score, precision_score, recall_score
    from seqeval.scheme import IOB2
    from transformers.data.metrics.squad_metrics import compute_exact, compute_f1

    warnings.simplefilter("ignore")
    tags = "O O B-PER I-PER B-LOC I-LOC I-ORG B-A-B I-A-B".split()
    wild = tags + "E-PER S-LOC E-ORG B I".split()
    words = "The an A the cat, dog. U.S. 1,000 state-of-the-art theatre (band) it's «a» Émile".split()
    corpora, checks = [], []
    for number in range(cases):
        known = wild if number % 2 else tags
        targets, predictions = [], []
        for _ in range(rng.randint(1, 5)):
            target = [rng.choice(known) for _ in range(rng.randint(1, 9))]
            targets.append(target)
            predictions.append([t if rng.random() < 0.7 else rng.choice(known) for t in target])
        found = []
        for part, score in [("f1", f1_score), ("precision", precision_score),
                            ("recall", recall_score)]:
            found.append(["entity_f1", {"part": part}, score(targets, predictions)])
            if known is tags:
                found.append(
                    ["entity_f1", {"part": part, "mode": "strict"},
                     score(targets, predictions, mode="strict", scheme=IOB2)]
                )
        corpora.append({"predictions": predictions, "targets": targets})
        checks.append(found)
        targets, predictions = [], []
        for _ in range(rng.randint(1, 4)):
            gold = [sentence(rng, 1, 5, words) for _ in range(rng.randint(1, 3))]
            targets.append(gold)
            predictions.append(disturbed(rng, gold[0], words, 0.5))
        gold = [[a for a in g if compute_exact(a, "") == 0] or [""] for g in targets]
        exact = [max(compute_exact(a, p) for a in g) for g, p in zip(gold, predictions)]
        f1 = [max(compute_f1(a, p) for a in g) for g, p in zip(gold, predictions)]
        corpora.append({"predictions": predictions, "targets": targets})
        checks.append(
            [["squad_exact_match", {}, sum(exact) / len(exact)],
             ["squad_f1", {}, sum(f1) / len(f1)]]
        )
    return {"corpora": corpora, "checks": checks}


def comparisons(rng, cases):
    import numpy
    import sacrebleu
    import scipy.stats
    from sacrebleu.significance import PairedTest

    corpora = []
    for number in range(cases):
        targets = [sentence(rng, 4, 9) for _ in range(rng.randint(20, 40))]
        first = [disturbed(rng, t, share=0.3) for t in targets]
        second = [disturbed(rng, t, share=rng.uniform(0.15, 0.35)) for t in targets]
        for metric, name in [(sacrebleu.BLEU(), "bleu"), (sacrebleu.CHRF(), "chrf")]:
            row = {"metric": name, "targets": targets, "first": first, "second": second}
            for kind, samples in [("ar", 20_000), ("bs", 5_000)]:
                test = PairedTest(
                    [("first", first), ("second", second)], {name: metric}, [targets],
                    test_type=kind, n_samples=samples,
                )
                scores = list(test()[1].values())[1]
                row["values"] = [scores[0].score, scores[1].score]
                row[kind] = scores[1].p_value
            corpora.append(row)
    exact = []
    for _ in range(cases):
        n = rng.randint(4, 10)
        d = [rng.choice([-1, 0, 0, 0.5, 1, 1]) for _ in range(n)]
        first = [rng.choice([0, 0.5]) if v >= 0 else 1 for v in d]
        second = [a + v for a, v in zip(first, d)]
        test = scipy.stats.permutation_test(
            (second, first), lambda a, b: abs(numpy.mean(a) - numpy.mean(b)),
            permutation_type="samples", alternative="greater", n_resamples=numpy.inf,
        )
        exact.append({"first": first, "second": second, "p": float(test.pvalue)})
    return {"corpora": corpora, "exact": exact}


class SplitMix:
    """The generator of RandomInputs in Tests/ScoringTests/ThousandsTests.swift, which makes the same
    inputs, so that they need not be committed."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        word = 2**64 - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & word
        z = self.state
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & word
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB & word
        return (z ^ (z >> 31)) % bound

    def sentence(self, words, low, high):
        return [words[self.below(len(words))] for _ in range(low + self.below(high - low + 1))]

    def disturbed(self, sentence, words):
        result = []
        for word in sentence:
            kind = self.below(10)
            if kind == 0:
                result.append(words[self.below(len(words))])
            elif kind == 2:
                result += [word, words[self.below(len(words))]]
            elif kind > 2:
                result.append(word)
        return result


def thousand_speech(random):
    import jiwer

    words = "a bb c dd e".split()
    reference = random.sentence(words, 0, 9)
    hypothesis = " ".join(random.disturbed(reference, words))
    reference = " ".join(reference)
    found = jiwer.process_words(reference, hypothesis)
    return {"wer": found.wer, "mer": found.mer, "wil": found.wil, "wip": found.wip,
            "cer": jiwer.cer(reference, hypothesis)}


def thousand_translations(random):
    import sacrebleu

    words = "the cat, sat on (mat) 1.5 a-b it's - .".split()
    references, hypotheses = [], []
    for _ in range(2):
        reference = random.sentence(words, 1, 12)
        hypotheses.append(" ".join(random.disturbed(reference, words)))
        references.append(" ".join(reference))
    return {"bleu": sacrebleu.corpus_bleu(hypotheses, [references]).score,
            "chrf": sacrebleu.corpus_chrf(hypotheses, [references]).score,
            "ter": sacrebleu.corpus_ter(hypotheses, [references]).score}


def thousand_classes(random):
    import numpy
    from sklearn import metrics

    labels, rows = [], []
    for number in range(12):
        # Each class comes up.
        labels.append(number if number < 3 else random.below(3))
        weights = [1 + random.below(20) for _ in range(3)]
        rows.append([weight / sum(weights) for weight in weights])
    y, p = numpy.array(labels), numpy.array(rows)
    guess = p.argmax(1)
    f1 = lambda average: metrics.f1_score(y, guess, average=average, zero_division=0)
    return {"accuracy": metrics.accuracy_score(y, guess), "f1_macro": f1("macro"),
            "f1_weighted": f1("weighted"),
            "balanced_accuracy": metrics.balanced_accuracy_score(y, guess),
            "matthews_correlation": metrics.matthews_corrcoef(y, guess),
            "auroc": metrics.roc_auc_score(y, p, multi_class="ovr"),
            "average_precision": metrics.average_precision_score(numpy.eye(3)[y], p),
            "brier_score": ((p - numpy.eye(3)[y]) ** 2).sum(1).mean(),
            "top_2": metrics.top_k_accuracy_score(y, p, k=2),
            "log_loss": metrics.log_loss(y, p)}


def thousand_tests(random):
    import scipy.stats

    numbers = [random.below(21) - 10 for _ in range(8)]
    numbers[0] = numbers[1] + 1
    paired = scipy.stats.ttest_1samp(numbers, 0)
    first, second = random.below(30), 1 + random.below(30)
    trials = first + second
    wilson = scipy.stats.binomtest(first, trials).proportion_ci(method="wilson")
    return {"t": float(paired.statistic), "student": float(paired.pvalue),
            "exact": scipy.stats.binomtest(min(first, second), trials).pvalue,
            "chi": float(scipy.stats.chi2.sf((first - second) ** 2 / trials, 1)),
            "lower": wilson.low, "upper": wilson.high}


def thousand_decisions(random):
    import fairlearn.metrics

    # Each group has both targets, so that all rates are defined.
    groups = [number // 2 if number < 6 else random.below(3) for number in range(14)]
    y = [number % 2 if number < 6 else random.below(2) for number in range(14)]
    p = [random.below(2) for _ in range(14)]
    group = {"sensitive_features": groups}
    return {"parity": fairlearn.metrics.demographic_parity_difference(y, p, **group),
            "parity_to_overall": fairlearn.metrics.demographic_parity_difference(
                y, p, method="to_overall", **group),
            "odds": fairlearn.metrics.equalized_odds_difference(y, p, **group),
            "opportunity": fairlearn.metrics.equal_opportunity_difference(y, p, **group)}


def thousand_tags(random):
    import warnings

    from seqeval.metrics import f1_score, precision_score, recall_score
    from seqeval.scheme import IOB2

    warnings.simplefilter("ignore")
    tags = "O B-X I-X B-Y I-Y".split()
    targets = [random.sentence(tags, 1, 8) for _ in range(2)]
    found = [[tags[random.below(5)] if random.below(3) == 0 else tag for tag in target]
             for target in targets]
    return {"f1": f1_score(targets, found), "precision": precision_score(targets, found),
            "recall": recall_score(targets, found),
            "strict_f1": f1_score(targets, found, mode="strict", scheme=IOB2)}


def thousands(rng, cases):
    """Sums of the values over blocks of cases whose inputs the tests make again."""
    # Fairlearn takes a hundred times as long as the others.
    families = {"jiwer": (thousand_speech, cases), "sacrebleu": (thousand_translations, cases),
                "scikit-learn": (thousand_classes, cases), "scipy": (thousand_tests, cases),
                "fairlearn": (thousand_decisions, cases // 3), "seqeval": (thousand_tags, cases)}
    block = 250
    found = {}
    for seed, (name, (values, count)) in enumerate(families.items(), 1):
        random = SplitMix(seed)
        sums = {}
        for case in range(count):
            for metric, value in values(random).items():
                blocks = sums.setdefault(metric, [])
                if case % block == 0:
                    blocks.append(0.0)
                blocks[-1] += float(value)
        found[name] = {"cases": count, "sums": sums}
    return {"block": block, "families": found}


def resampling(rng, cases):
    """Multinomial draws by the plain form of Sources/Scoring/Statistics/Resampler.swift: what a seed
    draws is the same on every machine, and stays so from version to version."""
    word = 2**64 - 1

    def generator(seed):
        state = []
        for _ in range(4):
            seed = (seed + 0x9E3779B97F4A7C15) & word
            z = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9 & word
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB & word
            state.append(z ^ (z >> 31))
        while True:
            product = state[1] * 5 & word
            yield (product << 7 | product >> 57) * 9 & word
            shifted = state[1] << 17 & word
            state[2] ^= state[0]
            state[3] ^= state[1]
            state[1] ^= state[2]
            state[0] ^= state[3]
            state[2] ^= shifted
            state[3] = (state[3] << 45 | state[3] >> 19) & word

    def draw(counts, words):
        row = [group for group, count in enumerate(counts) for _ in range(count)]
        drawn = [0] * len(counts)
        width = 1
        while width < len(row):
            width *= 2

        def spread(draws, start, width):
            """Draws that fell beyond the row."""
            if draws == 0 or start >= len(row):
                return draws
            stretch = row[start : start + width]
            if len(stretch) == width and stretch[0] == stretch[-1]:
                drawn[stretch[0]] += draws
                return 0
            if draws <= 16 or width <= 1024:
                bits = width.bit_length() - 1
                outside = 0
                # A word serves as many draws as it has bits for; each run of 2,047 begins a new one.
                for first in range(0, draws, 2047):
                    left = min(2047, draws - first)
                    while left:
                        random = next(words)
                        for _ in range(min(left, 64 // bits)):
                            place = random % width
                            random //= width
                            left -= 1
                            if place < len(stretch):
                                drawn[stretch[place]] += 1
                            else:
                                outside += 1
                return outside
            heads, left = 0, draws
            while left >= 64:
                heads += next(words).bit_count()
                left -= 64
            if left:
                heads += (next(words) >> (64 - left)).bit_count()
            outside = spread(heads, start, width // 2)
            return outside + spread(draws - heads, start + width // 2, width // 2)

        left = len(row)
        while left:
            left = spread(left, 0, width)
        return drawn

    rows = []
    for seed, (pattern, times, last) in enumerate(
        [([1], 1, []), ([3, 5], 1, []), ([700, 1, 64, 13, 4000], 1, []), ([1], 40, []),
         ([1, 2, 3], 400, []), ([60, 1, 1], 30, [3000]), ([1], 5000, [])]
    ):
        counts = pattern * times + last
        words = generator(seed)
        draws = [draw(counts, words) for _ in range(3)]
        # Long ones only as the sums of what was drawn, weighed by the squares of the groups' numbers.
        rows.append({"pattern": pattern, "times": times, "last": last, "seed": seed,
                     "draws": draws if len(counts) < 50 else [],
                     "weighed": [sum(i * i * d for i, d in enumerate(row)) for row in draws]})
    return {"rows": rows}


FILES = {
    "comparisons.json": (comparisons, ["sacrebleu", "scipy"], 4),
    "resampling.json": (resampling, [], 1),
    "thousands.json": (
        thousands,
        ["jiwer", "sacrebleu", "scikit-learn", "scipy", "fairlearn", "seqeval"],
        3000,
    ),
    "answers.json": (answers, ["seqeval", "transformers"], 40),
    "statistics.json": (statistics, ["scipy", "statsmodels", "fairlearn"], 40),
    "text.json": (text, ["sacrebleu", "rouge_score", "nltk"], 40),
    "classification.json": (classification, ["scikit-learn", "scipy"], 40),
    "speech.json": (speech, ["jiwer", "rapidfuzz"], 60),
    "normalizers.json": (normalizers, ["openai-whisper"], 250),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cases", type=int)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).parent)
    parser.add_argument("--only")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for name, (make, packages, cases) in FILES.items():
        if options.only and options.only not in name:
            continue
        rng = random.Random(f"{options.seed} {name}")
        write(options.out, name, packages, make(rng, options.cases or cases))


if __name__ == "__main__":
    main()
