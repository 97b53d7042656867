#!/usr/bin/env python3
"""Writes data/split.csv: the rows of data/labeled_data.csv with a column more, the split of each.

Needs Python 3 alone. Run it in this folder, after the data was put there:

    python3 split.py

A row is for testing, for validation or for training by the first byte of its tweet's SHA-256: a tenth,
a tenth and the rest. So the split does not depend on the order of the rows, and a tweet that stood there
twice would be in one split only. starter-toxicity was trained and chosen by the same rule.
"""

import argparse
import collections
import csv
import hashlib
import pathlib


def split_of(tweet: str) -> str:
    first = hashlib.sha256(tweet.encode()).digest()[0]
    return "test" if first < 26 else "validation" if first < 52 else "train"


def read(path: pathlib.Path) -> list[dict[str, str]]:
    # newline="": some tweets have line breaks within their quotes.
    with path.open(encoding="utf-8", newline="") as file:
        return [{**row, "split": split_of(row["tweet"])} for row in csv.DictReader(file)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    folder = pathlib.Path(__file__).resolve().parent / "data"
    parser.add_argument("--data", type=pathlib.Path, default=folder / "labeled_data.csv")
    parser.add_argument("--output", type=pathlib.Path, default=folder / "split.csv")
    arguments = parser.parse_args()
    rows = read(arguments.data)
    with arguments.output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", "count", "class", "tweet", "split"], extrasaction="ignore")
        writer.writeheader()
        # The first column of the file is the row's number and has no name.
        writer.writerows({**row, "id": row[""]} for row in rows)
    print(dict(collections.Counter(row["split"] for row in rows)))


if __name__ == "__main__":
    main()
