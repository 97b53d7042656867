#!/usr/bin/env python3
"""Makes the caption corpus of the quick start: drawn scenes with five captions each.

Needs Python 3 and Pillow (made with 11.3.0). Assay itself never needs them: the result is in the
repository. Run it in this folder:

    python3 generate.py

Each scene has two shapes of different kinds and colours, one beside or above the other, so that every
scene can be told from every other by what its captions say. Layout: COCO captions JSON, pictures in
`images/`.
"""

import itertools
import json
import pathlib
import random
import shutil

from PIL import Image, ImageDraw

ROOT = pathlib.Path(__file__).parent
SIDE = 96
SCALE = 4  # Drawn four times as large, then made smaller, for smooth edges.
SCENES = 24
SEED = 2024

COLORS = {
    "red": (208, 48, 48),
    "green": (44, 150, 72),
    "blue": (44, 92, 200),
    "yellow": (236, 196, 44),
    "purple": (132, 64, 168),
    "orange": (236, 132, 36),
}
BACKGROUNDS = {
    "white": (250, 250, 248),
    "grey": (204, 206, 210),
    "pale blue": (206, 226, 244),
}
SHAPES = ["circle", "square", "triangle", "star"]


def polygon(shape: str, x: float, y: float, r: float) -> list[tuple[float, float]]:
    """The corners of a shape about a centre."""
    if shape == "square":
        return [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)]
    if shape == "triangle":
        return [(x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)]
    points = [(0.0, -1.0), (0.22, -0.31), (0.95, -0.31), (0.36, 0.12), (0.59, 0.81)]
    points += [(0.0, 0.38), (-0.59, 0.81), (-0.36, 0.12), (-0.95, -0.31), (-0.22, -0.31)]
    return [(x + r * a, y + r * b) for a, b in points]


def draw(scene: dict, path: pathlib.Path) -> None:
    """Writes one scene as a small PNG with a palette."""
    size = SIDE * SCALE
    image = Image.new("RGB", (size, size), BACKGROUNDS[scene["background"]])
    pen = ImageDraw.Draw(image)
    offsets = {"left of": (-24, 0), "above": (0, -24)}
    dx, dy = offsets[scene["relation"]]
    for sign, (color, shape) in ((1, scene["first"]), (-1, scene["second"])):
        x, y, r = (48 + sign * dx) * SCALE, (48 + sign * dy) * SCALE, 17 * SCALE
        if shape == "circle":
            pen.ellipse((x - r, y - r, x + r, y + r), fill=COLORS[color])
        else:
            pen.polygon(polygon(shape, x, y, r), fill=COLORS[color])
    image = image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    image.quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)


def captions(scene: dict) -> list[str]:
    """Five ways to say what is in a scene."""
    first = " ".join(scene["first"])
    second = " ".join(scene["second"])
    relation, background = scene["relation"], scene["background"]
    converse = {"left of": "right of", "above": "below"}[relation]
    to_the = {"left of": "to the left of", "right of": "to the right of"}
    an = lambda words: ("an " if words[0] in "aeiou" else "a ") + words
    one = to_the.get(relation, relation)
    other = to_the.get(converse, converse)
    return [
        f"{an(first).capitalize()} {one} {an(second)}.",
        f"{an(second).capitalize()} {other} {an(first)}.",
        f"On {an(background)} background, {an(first)} is {one} {an(second)}.",
        f"There are two shapes: {an(first)} and, {other} it, {an(second)}."
        if relation == "left of"
        else f"There are two shapes: {an(first)} at the top and {an(second)} at the bottom.",
        f"A picture of {an(first)} and {an(second)} on {background}.",
    ]


def main() -> None:
    chooser = random.Random(SEED)
    things = list(itertools.product(COLORS, SHAPES))
    pairs = [
        (a, b) for a, b in itertools.permutations(things, 2) if a[0] != b[0] and a[1] != b[1]
    ]
    chooser.shuffle(pairs)
    images = ROOT / "images"
    shutil.rmtree(images, ignore_errors=True)
    images.mkdir()
    data = {
        "info": {"description": "Drawn scenes with captions, made for Assay", "version": "1"},
        "licenses": [{"id": 1, "name": "CC0 1.0"}],
        "images": [],
        "annotations": [],
    }
    seen = set()
    for first, second in pairs:
        if len(data["images"]) == SCENES:
            break
        # The same two things never come twice, whichever way round.
        if frozenset((first, second)) in seen:
            continue
        seen.add(frozenset((first, second)))
        number = len(data["images"])
        scene = {
            "first": first,
            "second": second,
            "relation": ["left of", "above"][number % 2],
            "background": list(BACKGROUNDS)[number % 3],
        }
        name = f"scene-{number + 1:02}.png"
        draw(scene, images / name)
        data["images"].append(
            {"id": number + 1, "file_name": name, "width": SIDE, "height": SIDE, "license": 1}
        )
        for index, caption in enumerate(captions(scene)):
            data["annotations"].append(
                {"id": number * 5 + index + 1, "image_id": number + 1, "caption": caption}
            )
    (ROOT / "captions_scenes.json").write_text(json.dumps(data, indent=1) + "\n")


if __name__ == "__main__":
    main()
