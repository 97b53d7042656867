#!/usr/bin/env python3
"""Makes the caption corpus of the quick start: 1,000 drawn scenes with a caption each.

Needs Python 3.10, numpy and Pillow (made with 2.3.5 and 11.3.0). Run it in this folder:

    python3 generate.py

Writes scenes.tar.gz, a WebDataset shard with NAME.png and NAME.json, and scene.png, one of its pictures.
No two scenes are the same, and no two things that are together in one are together in any picture that
starter-clip learnt from: scenes.py says how.
"""

import gzip
import io
import json
import pathlib
import tarfile

import numpy as np
from PIL import Image

import scenes

ROOT = pathlib.Path(__file__).parent
RELATIONS = {
    "single": "none", "left": "side by side",
    "above": "one above the other", "inside": "one inside the other",
}
# A picture to try things on: it has two groups of things, one beside the other.
EXAMPLE = 3


def png(picture: np.ndarray) -> bytes:
    """A PNG with a palette of exactly the picture's colours."""
    colors, indices = np.unique(picture.reshape(-1, 3), axis=0, return_inverse=True)
    image = Image.fromarray(indices.reshape(picture.shape[:2]).astype(np.uint8))
    image.putpalette(colors.astype(np.uint8).tobytes())
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def main() -> None:
    shard = io.BytesIO()
    with tarfile.open(fileobj=shard, mode="w", format=tarfile.USTAR_FORMAT) as archive:

        def add(name: str, data: bytes) -> None:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))

        for index, (scene, picture, caption) in enumerate(scenes.test_scenes()):
            things = scene.first.count + (scene.second.count if scene.second else 0)
            relation = RELATIONS[scenes.LAYOUTS[scene.layout]]
            facts = {"caption": caption, "relation": relation, "things": str(things)}
            add(f"scene-{index + 1:04}.png", png(picture))
            add(f"scene-{index + 1:04}.json", json.dumps(facts).encode())
            if index + 1 == EXAMPLE:
                (ROOT / "scene.png").write_bytes(png(picture))
    # No time and no file name in the header, so that the same bytes come out each time.
    (ROOT / "scenes.tar.gz").write_bytes(gzip.compress(shard.getvalue(), 9, mtime=0))


if __name__ == "__main__":
    main()
