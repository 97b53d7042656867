"""The scenes: what they can hold, how they are drawn, what is said of them, and which are held out.

A scene is one group of things ("three green stars") or two groups in a relation ("a small red circle to
the left of two blue squares"). The quick start's data are drawn by this file, and so are the pictures
that starter-clip learns from; which combinations it learns from is decided here too.

Needs Python 3.10, numpy and Pillow (made with 2.3.5 and 11.3.0).
"""

import functools
import itertools
import math
import random
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw

SIDE = 64
COLORS = {
    "red": (214, 44, 44), "orange": (240, 136, 30), "yellow": (240, 212, 48), "green": (40, 150, 70),
    "blue": (40, 90, 210), "purple": (130, 56, 170), "pink": (244, 150, 190), "black": (28, 28, 32),
}
SHAPES = ["circle", "square", "triangle", "star", "diamond", "cross", "ring", "heart"]
SIZES = ["small", "", "large"]
BACKGROUNDS = {"white": (250, 250, 250), "grey": (196, 198, 202), "light blue": (200, 226, 246)}
LAYOUTS = ["single", "left", "above", "inside"]


class Group(NamedTuple):
    """So many things of one kind; a group of several has the middle size."""

    count: int
    size: int
    color: int
    shape: int


class Scene(NamedTuple):
    """`first` is the left, upper or inner group; there is no `second` in a single group."""

    layout: int
    first: Group
    second: Group | None


# MARK: - Which scenes there are


def random_scene(chooser: random.Random) -> Scene:
    layout = chooser.choices(range(4), (10, 35, 35, 20))[0]
    thing = lambda: (chooser.randrange(len(COLORS)), chooser.randrange(len(SHAPES)))
    first, second = thing(), thing()
    if LAYOUTS[layout] == "single":
        count = chooser.choice((1, 1, 2, 3, 4, 5, 6))
        return Scene(layout, Group(count, chooser.randrange(3) if count == 1 else 1, *first), None)
    if LAYOUTS[layout] == "inside":
        return Scene(layout, Group(1, 1, *first), Group(1, 1, *second))
    if chooser.random() < 0.6:
        return Scene(layout, *(Group(1, chooser.randrange(3), *x) for x in (first, second)))
    return Scene(layout, *(Group(chooser.randint(1, 3), 1, *x) for x in (first, second)))


def is_possible(scene: Scene) -> bool:
    """Two groups are of different things, and what is inside another can be seen there."""
    first, second = scene.first, scene.second
    if second is None:
        return True
    if LAYOUTS[scene.layout] == "inside":
        return first.color != second.color and first.count == second.count == 1
    return first[2:] != second[2:]


def variant(scene: Scene, chooser: random.Random) -> Scene:
    """A scene that differs in one respect: it is told from this one by looking closely."""
    first, second = scene.first, scene.second
    single = first.count == 1 and (second is None or second.count == 1)
    inside = LAYOUTS[scene.layout] == "inside"
    if second is not None:
        way = chooser.randrange(4)
        if way == 0:
            return scene._replace(first=second, second=first)
        if way == 1:
            return scene._replace(
                first=first._replace(color=second.color), second=second._replace(color=first.color)
            )
        if way == 2 and not inside:
            return scene._replace(layout=3 - scene.layout)
        if chooser.random() < 0.5:
            return scene._replace(second=_changed(second, single and not inside, inside, 3, chooser))
    most = 6 if second is None else 3
    return scene._replace(first=_changed(first, single and not inside, inside, most, chooser))


def _changed(group: Group, sized: bool, fixed: bool, most: int, chooser: random.Random) -> Group:
    way = chooser.randrange(2 if fixed else 3)
    if way == 0:
        return group._replace(color=chooser.randrange(len(COLORS)))
    if way == 1:
        return group._replace(shape=chooser.randrange(len(SHAPES)))
    if sized:
        return group._replace(size=chooser.randrange(3))
    return group._replace(count=min(most, max(1, group.count + chooser.choice((-1, 1)))), size=1)


# MARK: - Which scenes are held out


def combination(scene: Scene):
    """What is held out: two things together, whatever their order, number, size and relation; or so many
    of one thing."""
    if scene.second is None:
        return (scene.first.count, scene.first[2:])
    return tuple(sorted((scene.first[2:], scene.second[2:])))


@functools.cache
def held_out() -> dict:
    """The combinations of the test part (an eighth) and of the validation part (a sixteenth)."""
    things = list(itertools.product(range(len(COLORS)), range(len(SHAPES))))
    parts = {}
    for combinations in (
        list(itertools.combinations(things, 2)),
        list(itertools.product(range(1, 7), things)),
    ):
        random.Random(0).shuffle(combinations)
        eighth = len(combinations) // 8
        parts |= dict.fromkeys(combinations[:eighth], "test")
        parts |= dict.fromkeys(combinations[eighth : eighth + eighth // 2], "validation")
    return parts


def part(scene: Scene) -> str:
    return held_out().get(combination(scene), "training")


def scenes_of(name: str, count: int, seed: int) -> list[Scene]:
    """So many different scenes of a part."""
    chooser, found = random.Random(seed), {}
    while len(found) < count:
        scene = random_scene(chooser)
        if is_possible(scene) and part(scene) == name:
            found[scene] = None
    return list(found)


# MARK: - Words

NUMBERS = ["no", "one", "two", "three", "four", "five", "six"]
SYNONYMS = {
    "small": ["little", "tiny"], "large": ["big", "huge"], "purple": ["violet"], "grey": ["gray"],
    "circle": ["disc", "dot"], "square": ["box"], "cross": ["plus"], "diamond": ["rhombus"],
    "ring": ["hoop"], "light blue": ["pale blue"],
}
TEMPLATES = {
    "single": ["{a}", "{a}", "{a} and nothing else", "only {a}", "just {a}", "there {is} {a}"],
    "left": [
        "{a} to the left of {b}", "{a} to the left of {b}", "{a} left of {b}", "{b} to the right of {a}",
        "{b} to the right of {a}", "{b} right of {a}", "{a} on the left and {b} on the right",
        "{b} on the right and {a} on the left", "on the left {a}, on the right {b}",
    ],
    "above": [
        "{a} above {b}", "{a} above {b}", "{a} over {b}", "{b} below {a}", "{b} below {a}", "{b} under {a}",
        "{b} beneath {a}", "{a} at the top and {b} at the bottom", "at the top {a}, at the bottom {b}",
    ],
    "inside": [
        "{a} inside {b}", "{a} inside {b}", "{a} within {b}", "{b} around {a}", "{b} with {a} inside",
        "{a} in the middle of {b}",
    ],
}
# Ways to say it that are in no training caption: plain ones, and ones that turn an order round that the
# training captions keep.
UNSEEN_TEMPLATES = {
    "single": ["here {is} {a}", "you can see {a}"],
    "left": ["{a} {is} to the left of {b}", "there {is} {a} to the left of {b}", "{a} on the left of {b}"],
    "above": ["{a} {is} above {b}", "there {is} {a} above {b}"],
    "inside": ["{a} {is} inside {b}", "there {is} {a} inside {b}"],
}
TURNED_TEMPLATES = {
    "single": ["you can see {a}"],
    "left": ["{b} and, to the left of it, {a}", "on the right of {a}, {b}"],
    "above": ["{b} and, above it, {a}", "{b} at the bottom, {a} at the top"],
    "inside": ["inside {b}, {a}"],
}
PREFIXES = ["a picture of ", "a drawing of ", "an image of ", "this is ", "a scene with "]


def _word(word: str, chooser: random.Random) -> str:
    others = SYNONYMS.get(word)
    return chooser.choice(others) if others and chooser.random() < 0.25 else word


def _phrase(group: Group, chooser: random.Random) -> str:
    words = [SIZES[group.size], list(COLORS)[group.color], SHAPES[group.shape]]
    words = [_word(word, chooser) for word in words if word]
    if group.count > 1:
        words[-1] = {"rhombus": "rhombuses", "box": "boxes", "cross": "crosses", "plus": "pluses"}.get(
            words[-1], words[-1] + "s"
        )
        number = NUMBERS[group.count] if chooser.random() < 0.9 else str(group.count)
    elif chooser.random() < 0.1:
        number = "one"
    else:
        number = "an" if words[0][0] in "aeiou" else "a"
    return " ".join([number, *words])


def caption(scene: Scene, background: int | None, chooser: random.Random, templates=TEMPLATES) -> str:
    """One way to say all of a scene; with a background, that too. No size means the middle one."""
    template = chooser.choice(templates[LAYOUTS[scene.layout]])
    text = template.replace("{a}", _phrase(scene.first, chooser))
    text = text.replace("{is}", "is" if scene.first.count == 1 else "are")
    if scene.second:
        text = text.replace("{b}", _phrase(scene.second, chooser))
    if template[0] == "{" and chooser.random() < 0.3:
        text = chooser.choice(PREFIXES) + text
    if background is not None:
        text += f" on a {_word(list(BACKGROUNDS)[background], chooser)} background"
    return text[0].upper() + text[1:] + "." if chooser.random() < 0.3 else text


# MARK: - Drawing

LEVELS = 8  # Shades of an edge: few, so that a picture has few colours and its file is small.


@functools.cache
def _mask(shape: int, radius: float, angle: int) -> np.ndarray:
    """How much of each pixel a shape covers, in eighths. Drawn eight times as large, then made smaller."""
    scale = 8
    half = math.ceil(radius) + 1
    image = Image.new("L", (2 * half * scale,) * 2)
    pen, c, r = ImageDraw.Draw(image), half * scale, radius * scale
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))

    def polygon(points):
        pen.polygon([(c + r * (x * cos - y * sin), c + r * (x * sin + y * cos)) for x, y in points], fill=255)

    match SHAPES[shape]:
        case "circle":
            pen.ellipse((c - r, c - r, c + r, c + r), fill=255)
        case "ring":
            pen.ellipse((c - r, c - r, c + r, c + r), fill=255)
            pen.ellipse((c - r * 0.58, c - r * 0.58, c + r * 0.58, c + r * 0.58), fill=0)
        case "square":
            polygon([(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)])
        case "triangle":
            polygon([(0, -1), (0.95, 0.75), (-0.95, 0.75)])
        case "diamond":
            polygon([(0, -1), (0.7, 0), (0, 1), (-0.7, 0)])
        case "cross":
            a, b = 0.34, 0.96
            quarter = [(-a, -b), (a, -b), (a, -a), (b, -a), (b, a), (a, a)]
            polygon(quarter + [(-x, -y) for x, y in quarter])
        case "star":
            rays = [(1.0 if k % 2 == 0 else 0.42, math.pi * k / 5) for k in range(10)]
            polygon([(d * math.sin(t), -d * math.cos(t)) for d, t in rays])
        case "heart":
            waves = ((1, -13), (2, 5), (3, 2), (4, 1))
            around = [2 * math.pi * k / 40 for k in range(40)]
            polygon([(math.sin(t) ** 3, sum(a * math.cos(n * t) for n, a in waves) / 16) for t in around])
    small = np.asarray(image, np.float32).reshape(2 * half, scale, 2 * half, scale).mean((1, 3))
    return np.round(small / 255 * LEVELS).astype(np.uint8)


RADII = [(5, 6.5), (8.5, 10.5), (13, 15)]


def _places(count: int, radius: float, box, chooser: random.Random):
    """Centres of things that do not touch, in a box (left, top, right, bottom)."""
    margin = math.ceil(radius) + 1
    left, top, right, bottom = box
    for _ in range(60):
        found = []
        for _ in range(60):
            place = (
                chooser.randint(left + margin, max(left + margin, right - margin)),
                chooser.randint(top + margin, max(top + margin, bottom - margin)),
            )
            if all(math.dist(place, other) >= 2 * radius + 1.5 for other in found):
                found.append(place)
                if len(found) == count:
                    return found
    raise ValueError("no room")


def _radius(low: float, high: float, chooser: random.Random) -> float:
    return chooser.randint(int(low * 2), int(high * 2)) / 2


def draw(scene: Scene, background: int, chooser: random.Random) -> tuple[np.ndarray, np.ndarray]:
    """The picture [64, 64, 3], and whose each pixel is: 0 the background's, 1 or 2 a group's."""
    shade = chooser.randint(-5, 5)
    picture = np.empty((SIDE, SIDE, 3), np.uint8)
    picture[:] = [min(255, max(0, value + shade)) for value in list(BACKGROUNDS.values())[background]]
    owner = np.zeros((SIDE, SIDE), np.uint8)

    def put(number: int, group: Group, radius: float, places):
        color = np.array(
            [min(255, max(0, value + chooser.randint(-14, 14))) for value in list(COLORS.values())[group.color]],
            np.int32,
        )
        for x, y in places:
            mask = _mask(group.shape, radius, chooser.choice((-12, -6, 0, 0, 6, 12)))
            half = len(mask) // 2
            area = np.s_[y - half : y + half, x - half : x + half]
            share = mask[..., None].astype(np.int32)
            below = picture[area].astype(np.int32)
            picture[area] = (below * (LEVELS - share) + color * share + LEVELS // 2) // LEVELS
            owner[area][mask * 2 > LEVELS] = number

    layout = LAYOUTS[scene.layout]
    if layout == "single":
        group = scene.first
        radius = _radius(*(RADII[group.size] if group.count == 1 else (5.5, 8)), chooser)
        put(1, group, radius, _places(group.count, radius, (0, 0, SIDE, SIDE), chooser))
    elif layout == "inside":
        outer, inner = _radius(22, 28, chooser), _radius(5.5, 8, chooser)
        place = [chooser.randint(math.ceil(outer) + 1, SIDE - math.ceil(outer) - 1) for _ in range(2)]
        put(2, scene.second, outer, [place])
        put(1, scene.first, inner, [[value + chooser.randint(-1, 1) for value in place]])
    else:
        # Sideways the two may differ by little, so that left and above are never in doubt.
        across = chooser.randint(-4, 4)
        for number, group in ((1, scene.first), (2, scene.second)):
            radius = _radius(*(RADII[group.size] if group.count == 1 else (5.5, 7)), chooser)
            start, end = (0, SIDE // 2) if number == 1 else (SIDE // 2, SIDE)
            reach = 24 if group.count > 1 else math.ceil(radius) + 4
            low, high = max(0, SIDE // 2 + across - reach), min(SIDE, SIDE // 2 + across + reach)
            box = (start, low, end, high) if layout == "left" else (low, start, high, end)
            put(number, group, radius, _places(group.count, radius, box, chooser))
    return picture, owner


# MARK: - Pictures and what is said of them


class Drawn(NamedTuple):
    scene: Scene
    picture: np.ndarray
    caption: str


def drawn(name: str, count: int, seed: int, templates=TEMPLATES) -> list[Drawn]:
    """So many different scenes of a part, each with a picture and a caption, the same for the same seed."""
    chooser = random.Random(seed)
    chosen = scenes_of(name, count, seed)
    pictures = [draw(scene, chooser.randrange(len(BACKGROUNDS)), chooser)[0] for scene in chosen]
    return [
        Drawn(scene, picture, caption(scene, None, chooser, templates))
        for scene, picture in zip(chosen, pictures)
    ]


def test_scenes() -> list[Drawn]:
    """The 1,000 held-out scenes of the quick start."""
    return drawn("test", 1000, 2)
