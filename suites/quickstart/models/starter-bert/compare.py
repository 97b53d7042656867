"""Hold Assay's masked log-likelihoods of sentence pairs against the reference's, from the same files.

Needs PyPI's torch and transformers, and a database in which Assay has run the suite:

    assay run suites/held-out-text --db db/held-out-text.sqlite
    python suites/quickstart/models/starter-bert/compare.py db/held-out-text.sqlite

The score is CrowS-Pairs' (Nangia and others 2020): each token that both sentences share is masked by
itself, and the log-likelihoods are added up. Prints what differs and exits with 1 if anything does.
"""

import argparse
import difflib
import pathlib
import sys

import torch
from transformers import BertForMaskedLM, BertTokenizerFast

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import recipe

NEAR = 1e-3  # nats, the sentence's


def shared(one: list[int], other: list[int]) -> tuple[list[int], list[int]]:
    """The places of the tokens that both have, without [CLS] and [SEP]."""
    found = ([], [])
    for kind, start, end, begin, stop in difflib.SequenceMatcher(None, one, other).get_opcodes():
        if kind == "equal":
            found[0].extend(range(start, end))
            found[1].extend(range(begin, stop))
    return found[0][1:-1], found[1][1:-1]


@torch.inference_mode()
def log_likelihood(model, ids: list[int], places: list[int], mask: int) -> float:
    batch = torch.tensor([ids] * len(places))
    rows = torch.arange(len(places))
    batch[rows, places] = mask
    scores = model(batch).logits[rows, places].double().log_softmax(-1)
    return float(scores[rows, torch.tensor(ids)[places]].sum())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    parser.add_argument("--model", default="starter-bert")
    parser.add_argument("--dataset", default="mild-pairs")
    arguments = parser.parse_args()
    model = BertForMaskedLM.from_pretrained(HERE, torch_dtype=torch.float32).eval()
    tokenizer = BertTokenizerFast.from_pretrained(HERE)

    wrong, largest, shares = 0, 0.0, [0, 0]
    answers = recipe.assay_answers(arguments.database, "sentence-likelihood", arguments.model, arguments.dataset)
    for answer in answers:
        ids = [tokenizer(choice["text"])["input_ids"] for choice in answer["output"]]
        places = shared(*ids)
        theirs = [log_likelihood(model, one, place, tokenizer.mask_token_id) for one, place in zip(ids, places)]
        ours = [choice["log_likelihood"] for choice in answer["output"]]
        shares[0] += round(ours[0], 3) > round(ours[1], 3)
        shares[1] += round(theirs[0], 3) > round(theirs[1], 3)
        for one, other in zip(ours, theirs):
            largest = max(largest, abs(one - other))
            if abs(one - other) > NEAR:
                wrong += 1
                print(f"pair {answer['key']}: {one:.4f} instead of {other:.4f} nats")
    print(f"{len(answers)} pairs, the largest difference is {largest:.1e} nats")
    if answers:
        print(f"stereotype share: reference {shares[1] / len(answers):.4f}, Assay {shares[0] / len(answers):.4f}")
    print(f"{wrong} differences that no rounding explains")
    return 1 if wrong or not answers else 0


if __name__ == "__main__":
    sys.exit(main())
