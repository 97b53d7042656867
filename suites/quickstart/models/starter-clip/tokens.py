"""A small vocabulary of CLIP's kind: every byte, and merges learnt from the words of the captions."""

import collections
import json
import pathlib
import re

from transformers import CLIPTokenizerFast
from transformers.models.clip.tokenization_clip import bytes_to_unicode

START, END = "<|startoftext|>", "<|endoftext|>"
POSITIONS = 77
# Digits and marks stand alone, as in CLIPTokenizer.
WORD = re.compile(r"[^\W\d_]+|\d|[^\s\w]+")


def learn(texts, folder: pathlib.Path, rarest: int = 2) -> None:
    """Byte-pair merges until every word that occurs so often is one token; vocab.json and merges.txt."""
    byte = bytes_to_unicode()
    words = collections.Counter(word for text in texts for word in WORD.findall(text.lower()))
    split = {}
    for word, count in words.items():
        if count >= rarest:
            letters = [byte[b] for b in word.encode()]
            split[word] = ([*letters[:-1], letters[-1] + "</w>"], count)
    merges = []
    while True:
        pairs = collections.Counter()
        for parts, count in split.values():
            for pair in zip(parts, parts[1:]):
                pairs[pair] += count
        if not pairs:
            break
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        merges.append(best)
        for parts, _ in split.values():
            place = 0
            while place < len(parts) - 1:
                if (parts[place], parts[place + 1]) == best:
                    parts[place : place + 2] = ["".join(best)]
                place += 1
    letters = list(byte.values())
    tokens = [*letters, *(letter + "</w>" for letter in letters), *map("".join, merges), START, END]
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = {token: index for index, token in enumerate(tokens)}
    assert len(vocabulary) == len(tokens)
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))


def tokenizer(folder: pathlib.Path) -> CLIPTokenizerFast:
    files = [str(folder / name) for name in ("vocab.json", "merges.txt")]
    return CLIPTokenizerFast(*files, model_max_length=POSITIONS)
