"""Train the quick start's recogniser of spoken digits and commands.

Needs the packages that voices.py names, PyPI's torch, transformers and safetensors, and the recordings of
the Free Spoken Digit Dataset (https://github.com/Jakobovski/free-spoken-digit-dataset): takes 5 to 49 of four
speakers are trained on, takes 0 to 4 are read only after the last step.

    python train.py --fsdd free-spoken-digit-dataset/recordings
    python train.py --fsdd free-spoken-digit-dataset/recordings --without lucas --output without-lucas

With --without, a speaker is left out of training altogether, and all takes of that speaker are the test.
Writes a Hugging Face folder beside this script (or in --output): config.json, preprocessor_config.json,
tokenizer files and model.safetensors (half precision).
"""

import argparse
import json
import math
import pathlib
import sys
import time

import numpy as np
import torch
from transformers import (Wav2Vec2Config, Wav2Vec2CTCTokenizer, Wav2Vec2FeatureExtractor, Wav2Vec2ForCTC)

import voices
from augment import Augmenter

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
import recipe

# As facebook/wav2vec2-base-960h has it: an id for everything that the head can say.
VOCABULARY = ["<pad>", "<s>", "</s>", "<unk>", "|", *"ETAONIHSRDLUMWCFGYPBVK'XJQZ"]
ID = {letter: index for index, letter in enumerate(VOCABULARY)}
# How often a voice of each kind speaks in a batch.
SHARES = {"real": 0.14, "real-made": 0.26, "mixed": 0.1, "natural": 0.12, "natural-made": 0.12, "espeak": 0.22,
          "foreign": 0.04}
FIRST, HOP = 160, 25


def configuration() -> Wav2Vec2Config:
    return Wav2Vec2Config(
        vocab_size=len(VOCABULARY), hidden_size=160, num_hidden_layers=4, num_attention_heads=5,
        intermediate_size=480, hidden_act="gelu", conv_dim=(128, 128, 160), conv_kernel=(FIRST, 3, 3),
        conv_stride=(HOP, 2, 2), conv_bias=True, feat_extract_norm="layer", do_stable_layer_norm=True,
        num_conv_pos_embeddings=32, num_conv_pos_embedding_groups=10, hidden_dropout=0.0, activation_dropout=0.0,
        attention_dropout=0.0, feat_proj_dropout=0.05, final_dropout=0.0, layerdrop=0.0,
        mask_time_prob=0.05, mask_time_length=5, mask_time_min_masks=0,
        mask_feature_prob=0.05, mask_feature_length=12, mask_feature_min_masks=0,
        ctc_loss_reduction="mean", ctc_zero_infinity=True, initializer_range=0.04,
        pad_token_id=0, bos_token_id=1, eos_token_id=2,
    )


def filterbank(channels: int) -> torch.Tensor:
    """Gabor filters, spaced as mel is, each in four phases: what a spectrogram starts from."""
    bands = channels // 4
    mel = np.linspace(2595 * np.log10(1 + 90 / 700), 2595 * np.log10(1 + 3850 / 700), bands)
    centres = 700 * (10 ** (mel / 2595) - 1)
    widths = np.maximum(np.gradient(centres) * 1.2, 60)
    times = (np.arange(FIRST) - (FIRST - 1) / 2) / voices.RATE
    filters = []
    for centre, width in zip(centres, widths):
        window = np.exp(-0.5 * (times * width * 2 * np.pi / 2.355) ** 2)
        for phase in range(4):
            made = window * np.cos(2 * np.pi * centre * times + phase * np.pi / 2)
            filters.append(made / np.sqrt((made**2).sum()))
    return torch.tensor(np.array(filters), dtype=torch.float32).unsqueeze(1)


def new_model() -> Wav2Vec2ForCTC:
    config = configuration()
    config._attn_implementation = "eager"  # the fastest for rows this short, on a CPU
    model = Wav2Vec2ForCTC(config)
    # The filters stay as they are, and no gradient goes down to the samples.
    model.wav2vec2.feature_extractor._requires_grad = False
    model.wav2vec2.feature_extractor.conv_layers[0].conv.requires_grad_(False)
    first = model.wav2vec2.feature_extractor.conv_layers[0]
    with torch.no_grad():
        first.conv.weight.copy_(filterbank(first.conv.weight.shape[0]) * 0.5)
        first.conv.bias.zero_()
        # Four channels that say the same always: layer normalization takes the level away from each frame,
        # and with these in the sum silence stays quiet.
        first.conv.weight[:4] = 0
        first.conv.bias[:4] = torch.tensor([1.0, -1.0, 1.0, -1.0])
    return model


def normalized(signal: np.ndarray) -> np.ndarray:
    return (signal - signal.mean()) / np.sqrt(signal.var() + 1e-7)


def spelt(text: str) -> list[int]:
    return [ID[letter] for letter in text.upper().replace(" ", "|")]


class Batches:
    """Draws voices by kind, words by voice, and puts words of one voice in a row."""

    def __init__(self, clips, seed: int):
        self.random = np.random.RandomState(seed)
        self.ready: list = []
        self.augment = Augmenter(seed + 1, [clip[3] for clip in clips])
        self.words: dict[str, dict[str, list]] = {}
        self.phrases: dict[str, dict[str, list]] = {}
        for kind, voice, text, samples in clips:
            table = self.phrases if " " in text else self.words
            table.setdefault(kind, {}).setdefault(voice, []).append((text, samples))
        self.voices = {kind: list(table) for kind, table in self.words.items()}
        self.kinds = [kind for kind in SHARES if kind in self.words]
        shares = np.array([SHARES[kind] for kind in self.kinds])
        self.weights = shares / shares.sum()

    def one(self, count: int):
        random = self.random
        kind = self.kinds[random.choice(len(self.kinds), p=self.weights)]
        if count > 1 and kind in self.phrases and random.rand() < 0.5:
            voice = list(self.phrases[kind])[random.randint(len(self.phrases[kind]))]
            text, samples = self.phrases[kind][voice][random.randint(len(self.phrases[kind][voice]))]
            return text, self.augment([samples])
        said = self.words[kind][self.voices[kind][random.randint(len(self.voices[kind]))]]
        drawn = [said[random.randint(len(said))] for _ in range(count)]
        return " ".join(text for text, _ in drawn), self.augment([samples for _, samples in drawn])

    def fill(self, seconds: float, longest: int) -> None:
        """Draw as much as some batches take and sort it by length, so that little of a batch is padding."""
        pairs, total = [], 0.0
        while total < 12 * seconds:
            text, signal = self.one(1 if longest == 1 or self.random.rand() < 0.6 else self.random.randint(2, longest + 1))
            pairs.append((text, normalized(signal)))
            total += len(signal) / voices.RATE
        pairs.sort(key=lambda pair: len(pair[1]))
        batch: list = []
        for pair in pairs:
            if batch and (len(batch) + 1) * len(pair[1]) > seconds * voices.RATE:
                self.ready.append(batch)
                batch = []
            batch.append(pair)
        self.random.shuffle(self.ready)

    def draw(self, seconds: float, longest: int):
        """About that many seconds of utterances of up to `longest` words."""
        if not self.ready:
            self.fill(seconds, longest)
        pairs = self.ready.pop()
        size = max(len(signal) for _, signal in pairs)
        inputs = torch.zeros(len(pairs), size)
        mask = torch.zeros(len(pairs), size, dtype=torch.long)
        labels = torch.full((len(pairs), max(len(text) for text, _ in pairs)), -100)
        for row, (text, signal) in enumerate(pairs):
            inputs[row, : len(signal)] = torch.from_numpy(signal)
            mask[row, : len(signal)] = 1
            labels[row, : len(text)] = torch.tensor(spelt(text))
        return inputs.to(recipe.DEVICE), mask.to(recipe.DEVICE), labels.to(recipe.DEVICE)


def transcribed(ids) -> str:
    letters, before = [], None
    for index in ids:
        if index != before and index > 3:
            letters.append(VOCABULARY[index])
        before = index
    return "".join(letters).replace("|", " ").strip()


def word_errors(model, clips) -> dict[str, tuple[int, int]]:
    """Word errors and words by voice, each recording by itself."""
    counts: dict[str, tuple[int, int]] = {}
    device = next(model.parameters()).device
    with torch.inference_mode(), torch.autocast(device.type, enabled=False):
        for kind, voice, text, samples in clips:
            signal = torch.from_numpy(normalized(samples.astype(np.float32) / 32768))[None].to(device)
            heard = transcribed(model(signal).logits[0].argmax(-1).tolist())
            wrong, words = counts.get(voice, (0, 0))
            target = text.upper().split()
            counts[voice] = (wrong + recipe.distance(target, heard.split()), words + len(target))
    return counts


def rate(counts) -> str:
    wrong, words = (sum(column) for column in zip(*counts.values()))
    return f"{100 * wrong / words:.2f} % of {words}"


def by_voice(counts) -> str:
    return f"WER {rate(counts)}; " + ", ".join(f"{voice} {100 * w / n:.1f}" for voice, (w, n) in sorted(counts.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fsdd", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path(__file__).parent)
    parser.add_argument("--synthetic", type=pathlib.Path, default=pathlib.Path("synthetic.npz"),
                        help="the synthesized recordings, made where missing")
    parser.add_argument("--without", action="append", default=[], help="a speaker to leave out")
    parser.add_argument("--steps", type=int, default=24000)
    parser.add_argument("--seconds", type=float, default=12, help="of sound in a batch")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    without = tuple(arguments.without)

    recipe.seed_everything(arguments.seed)
    if not arguments.synthetic.exists():
        voices.synthesize(arguments.synthetic, arguments.seed)
    clips = voices.load(arguments.synthetic)
    validation = [clip for clip in clips if clip[0] == "validation"]
    clips = [clip for clip in clips if clip[0] != "validation"]
    clips += voices.free_spoken_digits(arguments.fsdd, range(5, 50), without)
    began = time.time()
    further = arguments.synthetic.with_name("-".join(("further", *without)) + ".npz")
    if not further.exists():
        voices.save(further, voices.further_speakers(clips, arguments.seed, of_real=400, of_natural=60, mixed=400))
    clips += voices.load(further)
    kinds = [clip[0] for clip in clips]
    print({kind: kinds.count(kind) for kind in sorted(set(kinds))}, f"{time.time() - began:.0f} s", flush=True)
    batches = Batches(clips, arguments.seed)
    watched = {}
    if without:
        everyone = voices.free_spoken_digits(arguments.fsdd, range(0, 50))
        watched = {"left out": [clip for clip in everyone if clip[1] in without]}
    watched["synthetic"] = validation[::2]

    def loss(model, step):
        # Single words, hardly changed, until letters come; then sequences and all that can happen to them.
        share = step / arguments.steps
        batches.augment.strength = min(1.0, 0.1 + 3 * share)
        inputs, mask, labels = batches.draw(arguments.seconds, 1 if share < 0.08 else 5)
        return model(inputs, attention_mask=mask, labels=labels).loss

    def evaluate(model):
        return "; ".join(f"{name}: {by_voice(word_errors(model, some[:: max(1, len(some) // 250)])) if name == 'left out' else rate(word_errors(model, some))}"
                         for name, some in watched.items())

    model, seconds = recipe.train(new_model(), loss, arguments.steps, rate=arguments.rate, warmup=0.03, decay=0.02,
                                  average=0.999, log_every=250, evaluate=evaluate)
    print(f"trained in {seconds / 60:.0f} minutes")

    final = recipe.rounded(model)
    print("takes 0 to 4:", by_voice(word_errors(final, voices.free_spoken_digits(arguments.fsdd, range(0, 5)))))
    if without:
        print("all takes of the speaker left out:", by_voice(word_errors(final, watched["left out"])))

    arguments.output.mkdir(parents=True, exist_ok=True)
    recipe.save(model, arguments.output)
    (arguments.output / "vocab.json").write_text(json.dumps(ID))
    Wav2Vec2CTCTokenizer(str(arguments.output / "vocab.json")).save_pretrained(arguments.output)
    Wav2Vec2FeatureExtractor(feature_size=1, sampling_rate=voices.RATE, padding_value=0.0, do_normalize=True,
                             return_attention_mask=True).save_pretrained(arguments.output)


if __name__ == "__main__":
    main()
