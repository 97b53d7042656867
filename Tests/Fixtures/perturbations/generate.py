"""Makes expected.json: what NumPy, SciPy and CPython make of small inputs.

Run with Python 3.11 or 3.12 (audioop is gone from 3.13), NumPy 2.3 and SciPy 1.17:

    python generate.py
"""

import audioop
import json
import struct
from pathlib import Path

import numpy as np
from scipy import ndimage, signal

SEVERITY = 2  # of the five, counted from 0


def picture(width, height):
    """A picture that a formula makes, so that the tests can make it again."""
    y, x, c = np.mgrid[0:height, 0:width, 0:3]
    return ((x * 37 + y * 91 + c * 53 + x * y * 7) % 256).astype(np.uint8)


def noise(count):
    """Noise by a formula, with a deviation of about 1."""
    return np.sin(np.arange(count) * 12.9898) * 1.5


def to_bytes(values):
    """Rounded half away from zero, as Swift's rounded() does."""
    return np.clip(np.floor(values + 0.5), 0, 255).astype(int).ravel().tolist()


def tone(count, rate):
    t = np.arange(count) / rate
    return sum(np.sin(2 * np.pi * f * t) for f in (100, 1000, 6000)) / 4


def main():
    image = picture(9, 7)
    unit = image / 255.0

    # ImageNet-C, make_imagenet_c.py: gaussian_noise and contrast.
    deviation = [0.08, 0.12, 0.18, 0.26, 0.38][SEVERITY]
    noisy = np.clip(unit + deviation * noise(image.size).reshape(image.shape), 0, 1) * 255
    share = [0.4, 0.3, 0.2, 0.1, 0.05][SEVERITY]
    means = unit.mean(axis=(0, 1), keepdims=True)
    contrast = np.clip((unit - means) * share + means, 0, 1) * 255
    # skimage.filters.gaussian(mode='nearest', truncate=4) is this for each channel.
    sigma = [1, 2, 3, 4, 6][SEVERITY]
    blurred = np.stack(
        [
            ndimage.gaussian_filter(image[..., c].astype(float), sigma, mode="nearest", truncate=4)
            for c in range(3)
        ],
        axis=-1,
    )
    # affine_transform maps output coordinates to input ones, rows first: 15 degrees counterclockwise.
    angle = np.deg2rad(15)
    matrix = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    centre = (np.array(image.shape[:2]) - 1) / 2
    rotated = np.stack(
        [
            ndimage.affine_transform(
                image[..., c].astype(float),
                matrix,
                offset=centre - matrix @ centre,
                order=1,
                mode="grid-constant",
                cval=0,
            )
            for c in range(3)
        ],
        axis=-1,
    )

    rate = 16_000
    half = int(np.ceil(2.75 * rate / 100))
    taps = signal.firwin(
        2 * half + 1, [300, 3400], window=("blackman"), pass_zero=False, scale=False, fs=rate
    )
    recording = tone(1_000, rate)
    limited = np.convolve(recording, taps)[half : half + len(recording)]

    samples = list(range(-32768, 32768, 97)) + [-32768, -1, 0, 1, 32767]
    raw = struct.pack(f"<{len(samples)}h", *samples)
    coded = audioop.lin2ulaw(raw, 2)
    decoded = struct.unpack(f"<{len(samples)}h", audioop.ulaw2lin(coded, 2))

    expected = {
        "gaussian_noise": to_bytes(noisy),
        "contrast": to_bytes(contrast),
        "gaussian_blur": to_bytes(blurred),
        "rotation": to_bytes(rotated),
        "band_limit_taps": [float(f"{v:.12g}") for v in taps[half : half + 40]],
        "band_limit": [float(f"{v:.8g}") for v in limited[::10]],
        "mu_law_samples": samples,
        "mu_law_codes": list(coded),
        "mu_law_decoded": list(decoded),
    }
    text = json.dumps(expected, separators=(",", ":")).replace('],"', '],\n"')
    Path(__file__).with_name("expected.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
