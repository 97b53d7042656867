#!/usr/bin/env python3
"""A "model" for text-classification that looks for words and phrases of a list, one a line: "offensive" if
there is one in the text, else "neither". It cannot tell hate speech from other rude talk.

Needs Python 3 alone. One JSON request a line in, one JSON answer a line out.
"""

import json
import re
import sys


def pattern(path: str) -> re.Pattern:
    with open(path, encoding="utf-8") as file:
        words = sorted({line.strip().lower() for line in file if line.strip()}, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")


def label(listed: re.Pattern, text: str) -> str:
    return "offensive" if listed.search(text.lower()) else "neither"


if __name__ == "__main__":
    listed = pattern(sys.argv[1])
    for line in sys.stdin:
        request = json.loads(line)
        answer = {"label": label(listed, request["inputs"]["text"]), "score": 1.0}
        print(json.dumps({"id": request["id"], "output": [answer]}), flush=True)
