#!/usr/bin/env python3
"""Makes the speech corpus of the quick start: a LibriSpeech tree spoken by espeak-ng.

Needs Python 3, espeak-ng, sox and flac (Debian packages of these names; made with espeak-ng 1.51).
Assay itself never needs any of them: the result is in the repository. Run it in this folder:

    python3 generate.py

The sentences are the project's own. The voices are espeak-ng's English accents with its own voice
variants; a name in SPEAKERS.TXT is a made-up first name and the accent.
"""

import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).parent
SUBSET = "synthetic-clean"
RATE = 16_000

# Speaker number, sex, espeak-ng voice with variant, speed in words a minute, name.
SPEAKERS = [
    (11, "F", "en-us+f2", 165, "Ada (American)"),
    (12, "M", "en-us+m3", 175, "Ben (American)"),
    (13, "F", "en-gb+f4", 165, "Cora (British)"),
    (14, "M", "en-gb+m7", 175, "Dan (British)"),
    (15, "F", "en-gb-scotland+f5", 165, "Elsie (Scottish)"),
    (16, "M", "en-gb-scotland+m1", 175, "Fergus (Scottish)"),
    (17, "F", "en-029+f3", 165, "Grace (Caribbean)"),
    (18, "M", "en-029+m4", 175, "Hugo (Caribbean)"),
]

# Five sentences a book; every speaker reads one of each, and so all sentences come up twice or
# more, spoken by different voices.
BOOKS = {
    "The Garden": [
        "The roses need more water in June.",
        "A small robin sat on the old gate.",
        "We planted beans beside the wall.",
        "Rain had softened the clay.",
    ],
    "The Railway": [
        "The morning train was late again.",
        "She left her umbrella on platform two.",
        "Mind the step when the doors open.",
        "Tickets are checked after the bridge.",
    ],
    "The Kitchen": [
        "Stir the soup until it thickens.",
        "He cut the bread into thin slices.",
        "There is honey in the blue jar.",
        "The kettle began to whistle.",
    ],
    "The Harbour": [
        "Three boats came in before noon.",
        "The tide carried the rope away.",
        "Gulls circled over the fish market.",
        "A lantern swung from the mast.",
    ],
    "The Library": [
        "Please return the books by Friday.",
        "The map was folded inside the cover.",
        "Nobody had opened it for forty years.",
        "She read the last page first.",
    ],
}


def speak(voice: str, speed: int, text: str, path: pathlib.Path, folder: pathlib.Path) -> None:
    """Writes one recording: 16 kHz, mono, 16 bit, FLAC without any tag."""
    raw, wave = folder / "raw.wav", folder / "wave.wav"
    subprocess.run(
        ["espeak-ng", "-v", voice, "-s", str(speed), "-w", str(raw), text], check=True
    )
    # No dither, so that the same samples come out each time; silence at both ends is cut short.
    subprocess.run(
        ["sox", "-D", "-V1", str(raw), "-r", str(RATE), "-c", "1", "-b", "16", str(wave)]
        + ["gain", "-n", "-9", "silence", "1", "0.05", "0.1%", "reverse"]
        + ["silence", "1", "0.05", "0.1%", "reverse", "pad", "0.05", "0.05"],
        check=True,
    )
    subprocess.run(
        ["flac", "--silent", "-8", "-e", "-p", "--no-padding", "-f", "-o", str(path), str(wave)],
        check=True,
    )


def seconds(path: pathlib.Path) -> float:
    """The length of a FLAC file in seconds."""
    out = subprocess.run(["soxi", "-D", str(path)], check=True, capture_output=True, text=True)
    return float(out.stdout)


def main() -> None:
    shutil.rmtree(ROOT / SUBSET, ignore_errors=True)
    speakers, chapters = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for index, (speaker, sex, voice, speed, who) in enumerate(SPEAKERS):
            total = 0.0
            for number, (book, sentences) in enumerate(BOOKS.items()):
                chapter = 1000 + 10 * speaker + number
                place = ROOT / SUBSET / str(speaker) / str(chapter)
                place.mkdir(parents=True)
                text = sentences[(index + number) % len(sentences)]
                key = f"{speaker}-{chapter}-0000"
                speak(voice, speed, text, place / f"{key}.flac", folder)
                length = seconds(place / f"{key}.flac")
                words = "".join(c for c in text.upper() if c.isalpha() or c in " '")
                (place / f"{speaker}-{chapter}.trans.txt").write_text(f"{key} {words}\n")
                chapters.append(
                    f"{chapter:<6} | {speaker:<5} | {length / 60:5.2f} | {SUBSET:<16} | "
                    f"{number + 1:<4} | {number + 1:<6} | {book}, part {index + 1} | {book}\n"
                )
                total += length
            speakers.append(
                f"{speaker:<4} | {sex} | {SUBSET:<16} | {total / 60:5.2f} | {who}\n"
            )
    (ROOT / "SPEAKERS.TXT").write_text(
        ";Voices of espeak-ng, not people\n"
        ";ID  |SEX| SUBSET           |MINUTES| NAME\n" + "".join(speakers)
    )
    (ROOT / "CHAPTERS.TXT").write_text(
        ";What each voice reads\n"
        ";ID    |READER |MINUTES| SUBSET           | PROJ.|BOOK ID | CH. TITLE | PROJECT TITLE\n"
        + "".join(chapters)
    )


if __name__ == "__main__":
    main()
