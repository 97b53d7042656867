#!/usr/bin/env python3
"""Cuts the image corpus of the quick start: the first 500 test images of Fashion-MNIST, and the first as a file.

Needs Python 3 and Debian's package dataset-fashion-mnist, or the same files from
https://github.com/zalandoresearch/fashion-mnist. Run it in this folder:

    python3 generate.py [FOLDER WITH THE t10k FILES]
"""

import gzip
import pathlib
import struct
import sys
import zlib

ROOT = pathlib.Path(__file__).parent
COUNT = 500


def cut(source: pathlib.Path, name: str) -> bytes:
    """Copies the first COUNT items of an IDX file of bytes; gives the first."""
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
    return data[start : start + size]


def write_picture(pixels: bytes, width: int, path: pathlib.Path) -> None:
    """A grey PNG."""
    rows = [b"\0" + pixels[at : at + width] for at in range(0, len(pixels), width)]
    header = struct.pack(">IIBBBBB", width, len(rows), 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b"")]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks))


def main() -> None:
    default = "/usr/share/datasets/fashion-mnist"
    source = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else default)
    write_picture(cut(source, "t10k-images-idx3-ubyte.gz"), 28, ROOT / "picture.png")
    cut(source, "t10k-labels-idx1-ubyte.gz")


if __name__ == "__main__":
    main()
