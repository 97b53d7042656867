"""Makes the fixtures of MediaTests: small pictures of every PNG and JPEG kind with Pillow's decoding
beside them (`NAME.rgb`: width*height*3 bytes), and small recordings with libsndfile's (`NAME.f32`).

Run with Pillow 11.3.0, NumPy and soundfile; deterministic for given versions.
"""

import io
import pathlib
import struct
import zlib

import numpy as np
import soundfile
from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(7)
W, H = 13, 9
ramp = np.add.outer(np.arange(H) * 9, np.arange(W) * 11)
rgb = np.stack([ramp, 255 - ramp, (ramp * 3) % 256], axis=-1).astype(np.uint8)


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(samples, depth, color, extra=b"", interlaced=False):
    """samples: [H, W, C] integers below 2**depth."""

    def pack(rows):
        out = b""
        for row in rows:
            bits = "".join(format(int(v), f"0{depth}b") for v in row.reshape(-1))
            bits += "0" * (-len(bits) % 8)
            out += b"\0" + int(bits, 2).to_bytes(len(bits) // 8, "big")
        return out

    if interlaced:
        raw = b""
        for x0, y0, dx, dy in ADAM7:
            part = samples[y0::dy, x0::dx]
            if part.size:
                raw += pack(part)
    else:
        raw = pack(samples)
    head = struct.pack(">IIBBBBB", samples.shape[1], samples.shape[0], depth, color, 0, 0, interlaced)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra
            + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))


def keep(name, data):
    (HERE / name).write_bytes(data)
    decoded = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    (HERE / f"{name}.rgb").write_bytes(decoded.tobytes())


def picture(depth, channels):
    return rng.integers(0, 2**depth, size=(H, W, channels))


for depth in (1, 2, 4, 8, 16):
    keep(f"grey{depth}.png", png(picture(depth, 1), depth, 0))
for depth in (8, 16):
    keep(f"rgb{depth}.png", png(picture(depth, 3), depth, 2))
    keep(f"greyalpha{depth}.png", png(picture(depth, 2), depth, 4))
    keep(f"rgba{depth}.png", png(picture(depth, 4), depth, 6))
for depth in (1, 2, 4, 8):
    entries = min(2**depth, 200)
    palette = chunk(b"PLTE", rng.integers(0, 256, size=entries * 3).astype(np.uint8).tobytes())
    indices = rng.integers(0, entries, size=(H, W, 1))
    keep(f"palette{depth}.png", png(indices, depth, 3, palette))
keep("rgb8-interlaced.png", png(picture(8, 3), 8, 2, interlaced=True))
keep("grey2-interlaced.png", png(picture(2, 1), 2, 0, interlaced=True))
keep("rgb8-transparent.png", png(picture(8, 3), 8, 2, chunk(b"tRNS", struct.pack(">HHH", 1, 2, 3))))
keep("one-pixel.png", png(np.array([[[200]]]), 8, 0))


def jpeg(array, mode=None, **options):
    buffer = io.BytesIO()
    image = Image.fromarray(array) if mode is None else Image.frombytes(mode, (W, H), array.tobytes())
    image.save(buffer, "JPEG", quality=90, **options)
    return buffer.getvalue()


keep("baseline.jpg", jpeg(rgb))
keep("progressive.jpg", jpeg(rgb, progressive=True))
keep("grey.jpg", jpeg(rgb[:, :, 0].copy()))
keep("cmyk.jpg", jpeg(np.concatenate([rgb, rgb[:, :, :1] // 2], axis=-1), "CMYK"))
exif = Image.Exif()
exif[0x0112] = 6
keep("rotated-by-exif.jpg", jpeg(rgb, exif=exif))

time = np.arange(800) / 8000
mono = 0.5 * np.sin(2 * np.pi * 440 * time) * np.linspace(1, 0.2, 800)
stereo = np.stack([mono, -0.5 * mono], axis=-1)


def sound(name, samples, rate, **options):
    soundfile.write(HERE / name, samples, rate, **options)
    decoded, _ = soundfile.read(HERE / name, dtype="float32")
    (HERE / f"{name}.f32").write_bytes(decoded.astype("<f4").tobytes())


sound("mono.wav", mono, 8000, subtype="PCM_16")
sound("float.wav", mono * 3, 8000, subtype="FLOAT")
sound("stereo.flac", stereo, 8000, subtype="PCM_16")
sound("mono24.flac", mono, 8000, subtype="PCM_24")
sound("frames.flac", np.tile(mono, 12) + rng.normal(0, 0.002, 9600), 16000, subtype="PCM_16")
sound("mono.aiff", mono, 8000, subtype="PCM_16")
