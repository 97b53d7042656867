#!/usr/bin/env python3
"""Writes the table questions of the quick start, one question with its table a line.

made-up.jsonl   252 questions over made-up tables, 28 of each kind
book.jsonl      the book's table and its four questions, from suites/tables

Needs Python 3 alone. Run it in this folder:

    python3 generate.py

More questions of the same sort, for closer figures:

    python3 generate.py --count 2000 --seed 4 --output FILE

Tables and questions are made by models/starter-tapas/questions.py, which made the questions that starter-tapas was
trained on. These have wordings that training never had, and half of them are about things that it never had either:
see wordings.py and domains.py there for what is held out. Answers are computed from the table.
"""

import argparse
import csv
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent
SUITES = ROOT.parents[2]
sys.path.insert(0, str(ROOT.parents[1] / "models" / "starter-tapas"))

from questions import AGGREGATIONS, KINDS, Maker  # noqa: E402


def made_up(count: int, seed: int, rows: tuple[int, int], columns: tuple[int, int], strange: float) -> list[dict]:
    """Held-out questions, as many of each kind, by turns about known and about new things."""
    makers = {"known": Maker(seed, True, "known", strange), "new": Maker(seed + 1000, True, "new", strange)}
    records, asked = [], set()
    while len(records) < count:
        number = len(records) // len(KINDS)
        things = ["known", "new"][number % 2]
        maker = makers[things]
        table = maker.table(rows, columns)
        wanted = KINDS[len(records) % len(KINDS) :][: count - len(records)]
        for kind in wanted:
            question = maker.ask(table, kind)
            # A table that does not allow the kind is left; the next one goes on with that kind.
            if question is None or len(question.answers(table)) == 0:
                break
            record = {
                "id": f"{kind}-{1 + sum(r['kind'] == kind for r in records):03}",
                "question": question.text,
                "answers": question.answers(table),
                "kind": kind,
                "things": things,
                "about": table.domain.many,
                "aggregation": AGGREGATIONS[question.aggregation],
                "table": {"header": table.header, "rows": table.rows},
            }
            if record["question"] in asked:
                break
            asked.add(record["question"])
            records.append(record)
    return records


def book() -> list[dict]:
    """The four questions about the book, each with the rule that answers it."""
    with open(SUITES / "tables" / "book.csv", newline="") as file:
        header, *rows = csv.reader(file)
    questions = (SUITES / "tables" / "book-questions.txt").read_text().splitlines()
    chapters = [dict(zip(header, row)) for row in rows]
    rules = [
        ("lookup", lambda: [c["name"] for c in chapters if c["chapter"] == "4"]),
        ("sum", lambda: [str(sum(int(c["number_of_pages"]) for c in chapters))]),
        ("lookup", lambda: [c["start_page"] for c in chapters if c["name"] == "Question Answering"]),
        ("count", lambda: [str(sum(int(c["number_of_pages"]) > 20 for c in chapters))]),
    ]
    return [
        {
            "id": f"book-{number}",
            "question": question,
            "answers": rule(),
            "kind": kind,
            "table": {"header": header, "rows": rows},
        }
        for number, (question, (kind, rule)) in enumerate(zip(questions, rules, strict=True), 1)
    ]


def write(path: pathlib.Path, records: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--output", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.output:
        write(arguments.output, made_up(arguments.count or 2000, arguments.seed, (3, 12), (2, 7), 0.12))
        return
    write(ROOT / "made-up.jsonl", made_up(252, 1, (3, 8), (3, 6), 0.03))
    write(ROOT / "book.jsonl", book())


if __name__ == "__main__":
    main()
