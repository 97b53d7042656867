"""Hold Assay's classes and scores of the held-out tweets against the reference's, from the same files.

Needs PyPI's torch and transformers, and a database in which Assay has run the suite (which says where its
data comes from):

    assay run suites/davidson-hate-speech/held-out.yaml --db db/hate-speech.sqlite
    python suites/quickstart/models/starter-toxicity/compare.py db/hate-speech.sqlite

Prints both programs' figures and the key of each text whose class differs, never a text, and exits with 1
if any difference is not a tie.
"""

import argparse
import pathlib
import sys

import torch
from transformers import BertForSequenceClassification, BertTokenizerFast

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import recipe

TIE = 1e-5


@torch.inference_mode()
def probabilities(model, tokenizer, text: str) -> list[float]:
    inputs = tokenizer(text, truncation=True, max_length=model.config.max_position_embeddings, return_tensors="pt")
    return model(**inputs).logits[0].softmax(-1).tolist()


def macro_f1(predicted: list[str], truth: list[str], labels: list[str]) -> float:
    return sum(
        2 * sum(a == b == label for a, b in zip(predicted, truth))
        / max(1, predicted.count(label) + truth.count(label))
        for label in labels
    ) / len(labels)


def calibration_error(best: list[float], right: list[bool], bins: int = 15) -> float:
    slots: dict[int, list[float]] = {}
    for score, hit in zip(best, right):
        slots.setdefault(max(0, -int(-score * bins // 1) - 1), []).append(hit - score)
    return sum(abs(sum(gaps)) for gaps in slots.values()) / len(best)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    parser.add_argument("--model", default="starter-toxicity")
    parser.add_argument("--dataset", default="davidson-hate-speech-split")
    arguments = parser.parse_args()
    model = BertForSequenceClassification.from_pretrained(HERE, torch_dtype=torch.float32).eval()
    tokenizer = BertTokenizerFast.from_pretrained(HERE)
    labels = list(model.config.id2label.values())

    answers = recipe.assay_answers(arguments.database, "text-classification", arguments.model, arguments.dataset)
    truth = [answer["target"] for answer in answers]
    ours, theirs = ([], []), ([], [])
    wrong, largest = 0, 0.0
    for answer in answers:
        scores = probabilities(model, tokenizer, answer["text"])
        given = {found["label"]: found["score"] for found in answer["output"]}
        largest = max(largest, *(abs(given[label] - score) for label, score in zip(labels, scores)))
        best = max(scores)
        theirs[0].append(labels[scores.index(best)])
        theirs[1].append(best)
        ours[0].append(answer["answer"])
        ours[1].append(given[answer["answer"]])
        if ours[0][-1] != theirs[0][-1]:
            margin = best - sorted(scores)[-2]
            wrong += margin >= TIE
            print(f"{answer['key']}: {ours[0][-1]} instead of {theirs[0][-1]}, {margin:.1e} apart")
    print(f"{len(answers)} texts, the largest difference of a score is {largest:.1e}")
    for name, (predicted, best) in [("reference", theirs), ("Assay", ours)] if answers else []:
        right = [a == b for a, b in zip(predicted, truth)]
        present = [label for label in labels if label in truth or label in predicted]
        print(f"{name}: accuracy {sum(right) / len(right):.4f}, macro F1 {macro_f1(predicted, truth, present):.4f}, "
              f"expected calibration error {calibration_error(best, right):.4f}")
    print(f"{wrong} differences that no tie explains")
    return 1 if wrong or not answers else 0


if __name__ == "__main__":
    sys.exit(main())
