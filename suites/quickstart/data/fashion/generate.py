#!/usr/bin/env python3
"""Cuts the image corpus of the quick start: the first 500 test images of Fashion-MNIST.

Needs Python 3 and Debian's package dataset-fashion-mnist, or the same files from
https://github.com/zalandoresearch/fashion-mnist. Run it in this folder:

    python3 generate.py [FOLDER WITH THE t10k FILES]
"""

import gzip
import pathlib
import struct
import sys

ROOT = pathlib.Path(__file__).parent
COUNT = 500
NAMES = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
    "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
]


def cut(source: pathlib.Path, name: str) -> None:
    """Copies the first COUNT items of an IDX file of bytes."""
    data = gzip.decompress((source / name).read_bytes())
    zeros, kind, rank, count = struct.unpack(">HBBI", data[:8])
    assert (zeros, kind) == (0, 8) and count == 10_000
    shape = struct.unpack(f">{rank - 1}I", data[8 : 4 + 4 * rank])
    size = 1
    for side in shape:
        size *= side
    start = 4 + 4 * rank
    part = data[:4] + struct.pack(">I", COUNT) + data[8:start] + data[start : start + COUNT * size]
    # No time and no file name in the header, so that the same bytes come out each time.
    (ROOT / name).write_bytes(gzip.compress(part, 9, mtime=0))


def main() -> None:
    default = "/usr/share/datasets/fashion-mnist"
    source = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else default)
    cut(source, "t10k-images-idx3-ubyte.gz")
    cut(source, "t10k-labels-idx1-ubyte.gz")
    (ROOT / "labels.txt").write_text("\n".join(NAMES) + "\n")


if __name__ == "__main__":
    main()
