"""What happens to a recording on its way to the model: tempo, filters, rooms, noise, silence, companding."""

import numpy as np

RATE = 8000


def rooms(random: np.random.RandomState, count: int = 200) -> list[np.ndarray]:
    """Impulse responses of rooms: a direct path, some early echoes, a tail of noise that dies away."""
    made = []
    for _ in range(count):
        decay = np.exp(random.uniform(np.log(0.05), np.log(0.6)))
        length = int(min(0.5, decay) * RATE)
        times = np.arange(length) / RATE
        tail = random.randn(length) * 10 ** (-3 * times / decay)
        tail[: random.randint(8, 80)] = 0
        tail *= np.exp(random.uniform(np.log(0.1), np.log(0.9))) / max(1e-6, np.sqrt((tail**2).sum()))
        tail[0] = 1
        made.append(tail.astype(np.float32))
    return made


def response(random: np.random.RandomState, bins: int, strength: float) -> np.ndarray:
    """A filter's gain at each frequency: a smooth equalizer, a tilt, and the ends of the band cut."""
    hertz = np.linspace(0, RATE / 2, bins)
    knots = np.array([0, 150, 300, 600, 1000, 1600, 2400, 3200, 4000])
    curve = np.interp(hertz, knots, random.normal(0, random.uniform(0, 5 * strength), len(knots)))
    if random.rand() < 0.5:
        curve = curve + random.normal(0, 5 * strength) * np.log2(np.maximum(hertz, 100) / 1000)
    if random.rand() < 0.4:
        edge = random.uniform(60, 400)
        curve = curve - 12 * np.log2(np.maximum(1, edge / np.maximum(hertz, 10)))
    if random.rand() < 0.4:
        edge = random.uniform(2200, 4000)
        curve = curve - random.uniform(12, 48) * np.log2(np.maximum(1, hertz / edge))
    return (10 ** (np.clip(curve, -50, 25) / 20)).astype(np.float32)


def noise(random: np.random.RandomState, length: int, babble) -> np.ndarray:
    """White or coloured noise, hum, or other voices, with power 1."""
    kind = random.rand()
    if kind < 0.65:
        spectrum = np.fft.rfft(random.randn(length).astype(np.float32))
        hertz = np.maximum(np.arange(len(spectrum)) * RATE / length, 30)
        made = np.fft.irfft(spectrum * (hertz / 1000) ** random.choice([0, 0, -0.5, -1, 0.5]), length)
    elif kind < 0.75:
        times = np.arange(length) / RATE
        base = random.choice([50, 60])
        made = sum(random.rand() * np.sin(2 * np.pi * base * k * times + random.rand() * 6) for k in range(1, 7))
        made = made + 0.1 * random.randn(length)
    else:
        made = np.zeros(length)
        for _ in range(random.randint(3, 8)):
            other = babble[random.randint(len(babble))].astype(np.float32)
            made += np.resize(np.roll(other, random.randint(len(other))), length)
    return (made / max(1e-6, np.sqrt((made**2).mean()))).astype(np.float32)


def resampled(random: np.random.RandomState, samples: np.ndarray, factor: float) -> np.ndarray:
    """`factor` times as fast and as high."""
    places = np.arange(0, len(samples) - 1, factor)
    return np.interp(places, np.arange(len(samples)), samples).astype(np.float32)


def companded(samples: np.ndarray) -> np.ndarray:
    """Through the eight bits of mu-law."""
    peak = max(1e-6, np.abs(samples).max())
    scaled = samples / peak
    coded = np.round(np.sign(scaled) * np.log1p(255 * np.abs(scaled)) / np.log(256) * 127) / 127
    return np.sign(coded) * (np.power(256, np.abs(coded)) - 1) / 255 * peak


class Augmenter:
    """`strength`, 0 to 1, says how often and how much; training goes from little to all of it."""

    def __init__(self, seed: int, babble):
        self.strength = 1.0
        self.random = np.random.RandomState(seed)
        self.rooms = rooms(self.random)
        self.babble = babble

    def piece(self, samples: np.ndarray) -> np.ndarray:
        """One recording of a word or a sentence, at a level of its own."""
        random = self.random
        samples = samples.astype(np.float32) / 32768
        if random.rand() < 0.7:
            samples = resampled(random, samples, np.exp(random.uniform(-0.16, 0.16)))
        if random.rand() < 0.25:
            # Cut tightly: the first and the last sound lose some of their length.
            start, end = random.randint(0, 200, 2)
            if len(samples) > 2500:
                samples = samples[start : len(samples) - end]
        level = np.sqrt((samples**2).mean())
        return samples / max(1e-6, level) * 0.1

    def __call__(self, pieces: list[np.ndarray]) -> np.ndarray:
        """The recordings in a row, with gaps, in one room and over one line."""
        random = self.random
        parts = []
        before, after = (0, 0) if random.rand() > 0.55 * self.strength else random.exponential(0.15, 2)
        parts.append(np.zeros(int(min(0.8, before) * RATE), np.float32))
        for index, samples in enumerate(pieces):
            if index:
                gap = random.choice([0, random.uniform(0, 0.12), random.uniform(0.05, 0.5)])
                parts.append(np.zeros(int(gap * RATE), np.float32))
            parts.append(self.piece(samples) * np.exp(random.normal(0, 0.2)))
        parts.append(np.zeros(int(min(0.8, after) * RATE), np.float32))
        signal = np.concatenate(parts)
        length = len(signal)

        if random.rand() < 0.75 * self.strength:
            size = 1 << int(np.ceil(np.log2(length + 4000)))
            spectrum = np.fft.rfft(signal, size)
            spectrum *= response(random, len(spectrum), self.strength)
            if random.rand() < 0.45:
                spectrum *= np.fft.rfft(self.rooms[random.randint(len(self.rooms))], size)
            # The tail of the room is cut off where the recording ends, now and then a little later.
            length += random.choice([0, random.randint(0, 1200)])
            signal = np.fft.irfft(spectrum, size)[:length].astype(np.float32)
        loudness = np.sqrt((signal**2).mean())
        if random.rand() < 0.65 * self.strength:
            signal = signal + noise(random, length, self.babble) * loudness * 10 ** (-random.uniform(40 - 37 * self.strength, 40) / 20)
        else:
            signal = signal + random.randn(length).astype(np.float32) * loudness * 10 ** (-random.uniform(35, 80) / 20)
        if random.rand() < 0.1:
            limit = np.abs(signal).max() * random.uniform(0.25, 0.9)
            signal = np.clip(signal, -limit, limit)
        if random.rand() < 0.1:
            signal = companded(signal)
        return signal.astype(np.float32)
