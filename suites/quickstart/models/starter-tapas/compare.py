"""Hold Assay's answers to table questions against the reference's.

Needs PyPI's torch, transformers, pandas (2), numpy and safetensors, and a database in which Assay has answered the
questions of a file:

    assay run suites/made-up-tables --db db/tables.sqlite
    python suites/quickstart/models/starter-tapas/compare.py db/tables.sqlite suites/made-up-tables/data/questions.jsonl

Prints both denotation accuracies, over all and by kind, and every answer that differs in text, coordinates, cells or
aggregator; exits with 1 if any difference is not a tie.
"""

import argparse
import json
import pathlib
import sys

import pandas
import torch
from transformers import TapasForQuestionAnswering, TapasTokenizer

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
import recipe  # noqa: E402

TIE = 1e-4


def answer(model, tokenizer, record) -> tuple[dict, float]:
    """What the pipeline table-question-answering says, and how near the nearest of its decisions was."""
    table = pandas.DataFrame(record["table"]["rows"], columns=record["table"]["header"]).astype(str)
    inputs = tokenizer(table, record["question"], truncation="drop_rows_to_fit", padding=True, return_tensors="pt")
    with torch.inference_mode():
        output = model(**inputs)
    logits = output.logits.clone()
    places, operations = tokenizer.convert_logits_to_predictions(inputs, output.logits, output.logits_aggregation)
    aggregator = model.config.aggregation_labels[operations[0]]
    cells = [table.iat[place] for place in places[0]]
    text = ", ".join(cells)
    if operations[0] != model.config.no_aggregation_label_index:
        text = f"{aggregator} > {text}"
    two = output.logits_aggregation[0].topk(2).values
    near = min(float(two[0] - two[1]), float(logits.abs().min()))
    return dict(answer=text, coordinates=[list(place) for place in places[0]], cells=cells, aggregator=aggregator), near


def number(cell: str) -> float | None:
    try:
        return float(cell.replace(",", "").strip().removesuffix("%").removeprefix("$"))
    except ValueError:
        return None


def denotation(found: dict) -> list[str]:
    if found["aggregator"] == "NONE":
        return found["cells"]
    if found["aggregator"] == "COUNT":
        return [str(len(found["cells"]))]
    numbers = [value for value in map(number, found["cells"]) if value is not None]
    if not numbers:
        return []
    return [str(sum(numbers) / (1 if found["aggregator"] == "SUM" else len(numbers)))]


def same(one: str, other: str) -> bool:
    try:
        return abs(float(one) - float(other)) < 1e-6
    except ValueError:
        return one.lower() == other.lower()


def right(found: dict, expected: list[str]) -> bool:
    """Denotation accuracy, as far as these answers (plain texts and numbers) need it."""
    values = set(denotation(found))
    return len(values) == len(expected) and all(any(same(value, target) for value in values) for target in expected)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database")
    parser.add_argument("questions", type=pathlib.Path, help="the dataset's JSON lines")
    parser.add_argument("--dataset", help="the dataset's name, if the database has several with this task")
    parser.add_argument("--model", default="starter-tapas")
    arguments = parser.parse_args()
    torch.set_num_threads(1)

    model = TapasForQuestionAnswering.from_pretrained(FOLDER, torch_dtype=torch.float32).eval()
    tokenizer = TapasTokenizer.from_pretrained(FOLDER)
    records = [json.loads(line) for line in arguments.questions.read_text().splitlines()]
    answers = recipe.assay_answers(arguments.database, "table-question-answering", arguments.model, arguments.dataset)
    if len(answers) != len(records):
        print(f"{len(answers)} predictions in the database, {len(records)} questions")
        return 1

    hits: dict[str, list[int]] = {}
    unexplained = 0
    for record, ours in zip(records, answers):
        assert record["question"] == ours["text"], "the examples are not in the order of the file"
        expected, near = answer(model, tokenizer, record)
        found = ours["output"]
        for kind in ("all", record["kind"]):
            count = hits.setdefault(kind, [0, 0, 0])
            count[0] += 1
            count[1] += right(expected, record["answers"])
            count[2] += right(found, record["answers"])
        if any(found.get(key) != value for key, value in expected.items()):
            unexplained += near >= TIE
            print(f"{record['id']}: {found} instead of {expected}; its nearest decision was {near:.1e} apart")
    print("denotation accuracy  questions  reference  Assay")
    for kind, (count, theirs, own) in hits.items():
        print(f"{kind:20} {count:10} {theirs / count:10.4f} {own / count:6.4f}")
    print(f"{unexplained} differences that no tie explains")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
