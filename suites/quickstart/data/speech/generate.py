#!/usr/bin/env python3
"""Makes the speech corpus of the quick start: a LibriSpeech tree of digits and commands, spoken by espeak-ng.

Needs Python 3, espeak-ng, sox and flac (Debian packages of these names; made with espeak-ng 1.51).
Assay itself never needs any of them: the result is in the repository. Run it in this folder:

    python3 generate.py

Six accents of English, each by two female and two male voice variants of espeak-ng that
models/starter-wav2vec2 was never trained on in any accent. A female and a male voice read the same texts,
so that what differs between the sexes is the voice. NAME in SPEAKERS.TXT is espeak-ng's name of
the voice; the column after it is the accent.
"""

import pathlib
import random
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).parent
SUBSET = "synthetic-clean"
RATE = 8000

ACCENTS = [
    ("American", "en-us"),
    ("Received Pronunciation", "en-gb-x-rp"),
    ("Scottish", "en-gb-scotland"),
    ("Lancashire", "en-gb-x-gbclan"),
    ("West Midlands", "en-gb-x-gbcwmd"),
    ("Caribbean", "en-029"),
]
# Pairs that read the same texts: variant and speed in words a minute, of a female and of a male voice.
PAIRS = [(("f2", 150), ("m3", 150)), (("Annie", 140), ("m7", 160)), (("f4", 155), ("Mike", 145)), (("linda", 145), ("Denis", 155))]

DIGITS = "zero one two three four five six seven eight nine".split()
COMMANDS = ("yes no stop go left right up down on off open close start pause play next back help cancel "
            "red green blue light door window").split()


def texts(draw: random.Random, pool: dict[str, list[str]]) -> list[str]:
    """Two rows of digits, a row of commands, and one of both; no word again before all had their turn."""
    def take(kind: str, count: int) -> list[str]:
        taken = []
        for _ in range(count):
            if not pool[kind]:
                pool[kind] = draw.sample(DIGITS if kind == "digits" else COMMANDS, 10 if kind == "digits" else len(COMMANDS))
            taken.append(pool[kind].pop())
        return taken

    both = take("commands", 2) + take("digits", 1)
    return [" ".join(row) for row in (take("digits", 3), take("digits", 4), take("commands", 3), both)]


def speak(voice: str, speed: int, text: str, path: pathlib.Path, folder: pathlib.Path) -> None:
    """Writes one recording: 8 kHz, mono, 16 bit, FLAC without any tag."""
    raw, wave = folder / "raw.wav", folder / "wave.wav"
    subprocess.run(["espeak-ng", "-v", voice, "-s", str(speed), "-w", str(raw), text], check=True)
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
    draw, pool = random.Random(0), {"digits": [], "commands": []}
    speakers, chapters = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for index, (accent, language) in enumerate(ACCENTS):
            # Each variant speaks in three of the six accents.
            for number, pair in enumerate(PAIRS[index % 2 :: 2]):
                lines = texts(draw, pool)
                for sex, (variant, speed) in zip("FM", pair):
                    speaker = 11 + 4 * index + 2 * number + (sex == "M")
                    chapter = 100 * speaker
                    place = ROOT / SUBSET / str(speaker) / str(chapter)
                    place.mkdir(parents=True)
                    total, transcript = 0.0, []
                    for line, text in enumerate(lines):
                        key = f"{speaker}-{chapter}-{line:04}"
                        speak(f"{language}+{variant}", speed, text, place / f"{key}.flac", folder)
                        total += seconds(place / f"{key}.flac")
                        transcript.append(f"{key} {text.upper()}\n")
                    (place / f"{speaker}-{chapter}.trans.txt").write_text("".join(transcript))
                    voice = f"{language}+{variant}"
                    speakers.append(
                        f"{speaker:<4} | {sex} | {SUBSET:<16} | {total / 60:5.2f} | {voice:<22} | {accent}\n"
                    )
                    chapters.append(
                        f"{chapter:<6} | {speaker:<5} | {total / 60:5.2f} | {SUBSET:<16} | "
                        f"1    | 1      | Texts {2 * index + number + 1:<2} | Digits and commands\n"
                    )
    (ROOT / "SPEAKERS.TXT").write_text(
        ";Voices of espeak-ng, not people\n"
        ";ID  |SEX| SUBSET           |MINUTES| NAME                   | ACCENT\n" + "".join(speakers)
    )
    (ROOT / "CHAPTERS.TXT").write_text(
        ";What each voice reads\n"
        ";ID    |READER |MINUTES| SUBSET           | PROJ.|BOOK ID | CH. TITLE | PROJECT TITLE\n"
        + "".join(chapters)
    )


if __name__ == "__main__":
    main()
