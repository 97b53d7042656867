"""Train the quick start's small GPT-2 on the Bible, Jane Austen, the Jargon File and WordNet's examples.

Needs PyPI's torch, transformers and tokenizers, and the Debian packages that ../corpus.py names. Writes
config.json, model.safetensors (half precision) and the tokenizer's files beside this script.

    python train.py --root /

What is said of the held-out text is computed after the last step, of the rounded weights.
"""

import argparse
import bz2
import gzip
import lzma
import math
import pathlib
import sys

import torch
from tokenizers import ByteLevelBPETokenizer
from transformers import GPT2Config, GPT2LMHeadModel, GPT2TokenizerFast

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import corpus
import ngrams
import recipe

END = "<|endoftext|>"
LENGTH = 256
KINDS = ["bible", "austen", "jargon", "words"]


def make_tokenizer(texts: list[str], size: int, folder: pathlib.Path) -> GPT2TokenizerFast:
    bytes_and_merges = ByteLevelBPETokenizer()
    bytes_and_merges.train_from_iterator(texts, vocab_size=size, min_frequency=2, special_tokens=[END])
    bytes_and_merges.save_model(str(folder))
    tokenizer = GPT2TokenizerFast(
        str(folder / "vocab.json"), str(folder / "merges.txt"), model_max_length=LENGTH,
    )
    tokenizer.save_pretrained(folder)
    return tokenizer


def stream(documents: list[corpus.Document], tokenizer) -> torch.Tensor:
    """All documents' tokens, an end of text before each."""
    tokens: list[int] = []
    for ids in tokenizer([document.text for document in documents], verbose=False)["input_ids"]:
        tokens += [tokenizer.eos_token_id, *ids]
    return torch.tensor(tokens)


@torch.inference_mode()
def bits(model, tokens: torch.Tensor) -> float:
    """The bits of all tokens behind the first, in windows of LENGTH that begin with the last one's end."""
    nats = 0.0
    starts = range(0, len(tokens) - 1, LENGTH)
    windows = [tokens[start : start + LENGTH + 1] for start in starts]
    for at in range(0, len(windows), 32):
        batch = [window for window in windows[at : at + 32]]
        padded = torch.nn.utils.rnn.pad_sequence(batch, batch_first=True, padding_value=-100)
        inputs, targets = padded[:, :-1].clamp(min=0).to(recipe.DEVICE), padded[:, 1:].to(recipe.DEVICE)
        logits = model(input_ids=inputs).logits.float()
        nats += float(torch.nn.functional.cross_entropy(
            logits.flatten(0, 1), targets.flatten(), ignore_index=-100, reduction="sum"))
    return nats / math.log(2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path("/"))
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent)
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--vocabulary", type=int, default=4096)
    parser.add_argument("--width", type=int, default=192)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)

    recipe.seed_everything(arguments.seed)
    documents = corpus.read(arguments.root)
    training = [document for document in documents if document.split == "train"]
    validation = [document for document in documents if document.split == "validation"]
    tokenizer = make_tokenizer([document.text for document in training], arguments.vocabulary, arguments.output)
    # Short documents would otherwise always come in the same company.
    order = torch.randperm(len(training), generator=torch.Generator().manual_seed(arguments.seed))
    tokens = stream([training[index] for index in order], tokenizer)
    held = {kind: [document for document in validation if document.kind == kind] for kind in KINDS}
    sample = {kind: stream(of, tokenizer)[:8192] for kind, of in held.items()}
    sample_bytes = {kind: len(tokenizer.decode(ids[1:], skip_special_tokens=True).encode())
                    for kind, ids in sample.items()}
    print(f"{len(tokens):,} tokens for training, {arguments.steps * arguments.batch * LENGTH:,} to be seen")

    model = GPT2LMHeadModel(GPT2Config(
        vocab_size=len(tokenizer), n_positions=LENGTH, n_embd=arguments.width, n_layer=arguments.layers,
        n_head=arguments.width // 48, embd_pdrop=0.0, attn_pdrop=0.0, resid_pdrop=0.0,
        bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id,
    ))
    generator = torch.Generator().manual_seed(arguments.seed)

    def loss(model, step):
        starts = torch.randint(0, len(tokens) - LENGTH - 1, (arguments.batch, 1), generator=generator)
        windows = tokens[starts + torch.arange(LENGTH + 1)].to(recipe.DEVICE)
        logits = model(input_ids=windows[:, :-1]).logits
        return torch.nn.functional.cross_entropy(logits.flatten(0, 1).float(), windows[:, 1:].flatten())

    def evaluate(model):
        return ", ".join(f"{kind} {bits(model, ids) / sample_bytes[kind]:.3f}" for kind, ids in sample.items()) \
            + " bits per byte of validation"

    averaged, seconds = recipe.train(model, loss, arguments.steps, rate=arguments.rate, decay=0.1,
                                     average=0.998, evaluate=evaluate)
    recipe.save(averaged, arguments.output)
    print(f"trained in {seconds / 60:.1f} minutes", flush=True)

    # Everything below looks at the held-out text; nothing above does.
    model = recipe.rounded(averaged).to(recipe.DEVICE)
    learned = "\n\n".join(document.text for document in training).encode()
    counts = ngrams.WittenBell(learned, 6)
    print("bits per byte    bytes   model  6-gram  gzip   bzip2  xz (behind the training text)")
    for kind in KINDS:
        of = [document for document in documents if document.split == "test" and document.kind == kind]
        text = "\n\n".join(document.text for document in of).encode()
        size = sum(len(document.text.encode()) for document in of)
        row = [
            bits(model, stream(of, tokenizer)) / size,
            sum(counts.bits(document.text.encode()) for document in of) / size,
            8 * (len(gzip.compress(text, 9))) / len(text),
            8 * (len(bz2.compress(text, 9))) / len(text),
            8 * (len(lzma.compress(learned + text, preset=9 | lzma.PRESET_EXTREME))
                 - len(lzma.compress(learned, preset=9 | lzma.PRESET_EXTREME))) / len(text),
        ]
        print(f"{kind:9}{size:13,}   " + "  ".join(f"{value:.3f}" for value in row), flush=True)


if __name__ == "__main__":
    main()
