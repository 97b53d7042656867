"""Times other people's scorers, a round for each line on standard input.

usage: peer.py NAME REFERENCES HYPOTHESES

NAME is jiwer or sacrebleu; the files have a text a line. Reading them is not timed. At first a line with
the version is printed; then, for each line read, one with the seconds that scoring took and the value.
Ends with the status 69 where the package is missing.
"""

import importlib.metadata
import sys
import time


def jiwer(references, hypotheses):
    import jiwer

    return lambda: jiwer.wer(references, hypotheses)


def sacrebleu(references, hypotheses):
    import sacrebleu

    return lambda: sacrebleu.corpus_bleu(hypotheses, [references]).score


def main():
    name, *paths = sys.argv[1:]
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        sys.exit(69)
    score = {"jiwer": jiwer, "sacrebleu": sacrebleu}[name](
        *(open(path, encoding="utf-8").read().splitlines() for path in paths)
    )
    print(version, flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        value = score()
        print(time.perf_counter() - start, repr(float(value)), flush=True)


main()
