#!/usr/bin/env python3
"""Writes data/manifest.jsonl beside this script for the recordings in data/recordings.

Needs Python 3 alone. Whichever speakers' recordings are there are listed:

    python3 suites/free-spoken-digits/manifest.py
"""

import json
import pathlib

DATA = pathlib.Path(__file__).parent / "data"
DIGITS = "zero one two three four five six seven eight nine".split()
# As the dataset's own metadata.py has them. All six are men.
ACCENTS = {
    "george": "Greek", "jackson": "American", "lucas": "German",
    "nicolas": "Belgian French", "theo": "American", "yweweler": "German",
}


def main() -> None:
    rows = []
    for path in (DATA / "recordings").glob("*_*_*.wav"):
        digit, speaker, take = path.stem.split("_")
        row = {
            "audio_filepath": f"recordings/{path.name}",
            "text": DIGITS[int(digit)],
            # The dataset's own parting: the first five takes of each digit are the test.
            "split": "test" if int(take) < 5 else "train",
            "speaker": speaker,
            "digit": digit,
        }
        if speaker in ACCENTS:
            row["accent"] = ACCENTS[speaker]
        rows.append(((row["split"], speaker, int(digit), int(take)), row))
    lines = [json.dumps(row) + "\n" for _, row in sorted(rows, key=lambda pair: pair[0])]
    (DATA / "manifest.jsonl").write_text("".join(lines))
    print(f"{len(lines)} recordings of {', '.join(sorted({row['speaker'] for _, row in rows}))}")


if __name__ == "__main__":
    main()
