"""The English text that starter-gpt2, starter-bert and starter-toxicity learn from, out of Debian packages.

    sudo apt-get install bible-kjv bible-kjv-text r-cran-janeaustenr jargon-text wordnet-base

Nothing has to be installed: `apt-get download PACKAGE` and `dpkg -x PACKAGE.deb FOLDER` do as well, and
FOLDER is then given as the root.

| kind   | text                                                            | licence        |
| ------ | --------------------------------------------------------------- | -------------- |
| bible  | the King James Version, a document for each chapter              | public domain  |
| austen | Jane Austen's six novels, a document for each chapter            | public domain  |
| jargon | the Jargon File 4.4.7's explanations, a document for each 20     | public domain  |
| words  | WordNet 3.0's glosses that have an example, a document for each  | WordNet 3.0    |

No document is in two splits. Every chapter of Northanger Abbey is for testing: nobody of that novel is
met in training. Of the rest a document is for testing or for validation if the first byte of its key's
SHA-256 says so, a twentieth of them each. The Bible repeats itself (Kings and Chronicles, the four
gospels), and chapters of it are split at random, so that its held-out text is easier than another book.
"""

import argparse
import collections
import gzip
import hashlib
import json
import os
import pathlib
import re
import subprocess
import typing
import zlib

NOVELS = ["Emma", "Mansfield Park", "Northanger Abbey", "Persuasion", "Pride and Prejudice",
          "Sense and Sensibility"]
# Glosses that explain insults are left out, whatever their words are.
CRUDE = re.compile(r"offensive|disparag|derogat|slur|vulgar|obscen|taboo|ethnic|insult|sexual|genital|prostitut",
                   re.I)


class Document(typing.NamedTuple):
    kind: str
    key: str
    text: str

    @property
    def split(self) -> str:
        if self.key.startswith("austen/Northanger"):
            return "test"
        first = hashlib.sha256(self.key.encode()).digest()[0]
        return "test" if first < 13 else "validation" if first < 26 else "train"


def bible(root: pathlib.Path) -> list[Document]:
    verses = subprocess.run(
        [root / "usr/bin/bible", "-f", "-p", root / "usr/lib", "gen1:1-rev22:21"],
        check=True, capture_output=True, text=True, env={**os.environ, "COLUMNS": "100000"},
    ).stdout.splitlines()
    chapters: dict[str, list[str]] = {}
    for line in verses:
        reference, verse = line.split(" ", 1)
        chapters.setdefault(reference.split(":")[0], []).append(verse)
    return [Document("bible", f"bible/{chapter}", "\n".join(verses)) for chapter, verses in chapters.items()]


def character_vectors(data: bytes) -> list[list[str]]:
    """The character vectors of an R lazy-load database: each is a length and a compressed XDR stream."""
    vectors, position = [], 0
    while position < len(data):
        stream = zlib.decompressobj()
        unpacked = stream.decompress(data[position + 4 :])
        position = len(data) - len(stream.unused_data)
        if unpacked[:6] != b"X\n\0\0\0\3":
            continue
        at = 18 + int.from_bytes(unpacked[14:18], "big")  # behind the versions and the encoding's name
        if unpacked[at + 3] != 16:
            continue
        count, at, lines = int.from_bytes(unpacked[at + 4 : at + 8], "big"), at + 8, []
        for _ in range(count):
            length = int.from_bytes(unpacked[at + 4 : at + 8], "big")
            lines.append(unpacked[at + 8 : at + 8 + length].decode())
            at += 8 + length
        vectors.append(lines)
    return vectors


def paragraphs(lines: list[str]) -> list[str]:
    return [" ".join(block.split()) for block in "\n".join(lines).split("\n\n") if block.strip()]


def austen(root: pathlib.Path) -> list[Document]:
    data = (root / "usr/lib/R/site-library/janeaustenr/data/Rdata.rdb").read_bytes()
    documents = []
    for lines in character_vectors(data):
        title = next(line for line in lines if line.strip()).strip()
        name = next(novel for novel in NOVELS if novel.lower() == title.lower())
        chapters: list[list[str]] = []
        for paragraph in paragraphs(lines):
            if re.match(r"CHAPTER\b", paragraph, re.I):
                chapters.append([])
            elif chapters and not re.match(r"(VOLUME|BOOK|FINIS|THE END|End of|\*)", paragraph):
                chapters[-1].append(plain(paragraph).replace("_", ""))
        documents += [
            Document("austen", f"austen/{name}/{number}", "\n".join(chapter))
            for number, chapter in enumerate(chapters, 1) if chapter
        ]
    return documents


def jargon(root: pathlib.Path) -> list[Document]:
    text = gzip.decompress((root / "usr/share/doc/jargon-text/jargon.txt.gz").read_bytes()).decode()
    said = [plain(p).replace("{", "").replace("}", "") for p in paragraphs(text.splitlines())]
    said = [p for p in said if len(p) > 100 and sum(c.isalpha() or c == " " for c in p) > 0.9 * len(p)]
    return [Document("jargon", f"jargon/{start // 20}", "\n".join(said[start : start + 20]))
            for start in range(0, len(said), 20)]


def words(root: pathlib.Path) -> list[Document]:
    documents = []
    for part in ["noun", "verb", "adj", "adv"]:
        for line in (root / f"usr/share/wordnet/data.{part}").read_text("latin-1").splitlines():
            fields, _, gloss = line.partition(" | ")
            if '; "' in gloss and not CRUDE.search(gloss) and not line.startswith("  "):
                word = re.sub(r"\(\w+\)$", "", fields.split()[4]).replace("_", " ")
                documents.append(Document("words", f"words/{part}/{fields.split()[0]}", f"{word}: {gloss.strip()}"))
    return documents


def plain(text: str) -> str:
    """Typewriter's quotes and dashes, as the other texts have them."""
    for curly, straight in [("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"), ("—", "--"), ("–", "-"), ("…", "...")]:
        text = text.replace(curly, straight)
    return text


def read(root: pathlib.Path) -> list[Document]:
    root = root.resolve()
    return bible(root) + austen(root) + jargon(root) + words(root)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path("/"))
    parser.add_argument("--held-out", type=pathlib.Path, help="where to write the documents for testing, JSON lines")
    arguments = parser.parse_args()
    documents = read(arguments.root)
    sizes, counts = collections.Counter(), collections.Counter()
    for document in documents:
        sizes[document.kind, document.split] += len(document.text.encode())
        counts[document.kind, document.split] += 1
    for kind, split in sorted(sizes):
        print(f"{kind:8}{split:12}{counts[kind, split]:7,} documents{sizes[kind, split]:12,} bytes")
    if arguments.held_out:
        with arguments.held_out.open("w", encoding="utf-8") as file:
            for document in documents:
                if document.split == "test":
                    record = {"id": document.key, "text": document.text, "kind": document.kind}
                    file.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
