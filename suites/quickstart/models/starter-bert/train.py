"""Train the quick start's small BERT as a masked language model on the text of ../corpus.py.

Needs PyPI's torch, transformers and tokenizers, and the Debian packages that ../corpus.py names. Writes
config.json, model.safetensors (half precision) and the tokenizer's files beside this script.

    python train.py --root /

What is said of the held-out text is computed after the last step, of the rounded weights.
"""

import argparse
import collections
import math
import pathlib
import random
import string
import sys

import torch
from tokenizers import BertWordPieceTokenizer
from transformers import BertConfig, BertForMaskedLM, BertTokenizerFast

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import corpus
import recipe

LENGTH = 128
# Sequences of these lengths, since it will be asked about sentences as well as about paragraphs.
LENGTHS = [32, 64, 128, 128]
TOKENS_IN_BATCH = 2048
KINDS = ["bible", "austen", "jargon", "words"]
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
FIXED = SPECIAL + list(string.digits + string.ascii_lowercase + string.punctuation) \
    + ["##" + letter for letter in string.digits + string.ascii_lowercase]


def make_tokenizer(texts: list[str], size: int, folder: pathlib.Path) -> BertTokenizerFast:
    """WordPiece over lower-case text. Every character of ASCII is a token, so that none is unknown."""
    pieces = BertWordPieceTokenizer(lowercase=True)
    pieces.train_from_iterator(texts, vocab_size=size, min_frequency=2, limit_alphabet=100, show_progress=False)
    learned = sorted(pieces.get_vocab().items(), key=lambda item: item[1])
    tokens = FIXED + [token for token, _ in learned if token not in set(FIXED) and token.isascii()]
    (folder / "vocab.txt").write_text("\n".join(tokens[:size]) + "\n")
    tokenizer = BertTokenizerFast(str(folder / "vocab.txt"), do_lower_case=True, model_max_length=LENGTH)
    tokenizer.save_pretrained(folder)
    return tokenizer


def sequences(documents, tokenizer, chooser: random.Random) -> list[list[int]]:
    """Documents in pieces of whole lines, as many as fit a length drawn among LENGTHS, longer lines cut."""
    pieces = []
    for document in documents:
        piece: list[int] = []
        room = chooser.choice(LENGTHS) - 2
        lines = tokenizer(document.text.split("\n"), add_special_tokens=False, verbose=False)["input_ids"]
        for line in lines + [None]:
            if piece and (line is None or len(piece) + len(line) > room):
                pieces.append(piece)
                piece, room = [], chooser.choice(LENGTHS) - 2
            while line and len(line) > room:
                pieces.append(line[:room])
                line = line[room:]
            piece = piece + (line or [])
    return [[tokenizer.cls_token_id, *piece, tokenizer.sep_token_id] for piece in pieces if len(piece) > 3]


def batches(pieces: list[list[int]], chooser: random.Random):
    """Pieces of like length together, about TOKENS_IN_BATCH tokens, without an end."""
    while True:
        order = sorted(range(len(pieces)), key=lambda index: (len(pieces[index]) // 8, chooser.random()))
        groups, group, longest = [], [], 0
        for index in order:
            longest = max(longest, len(pieces[index]))
            if group and longest * (len(group) + 1) > TOKENS_IN_BATCH:
                groups.append(group)
                group, longest = [], len(pieces[index])
            group.append(index)
        chooser.shuffle(groups)
        for group in groups:
            yield padded([pieces[index] for index in group])


def padded(pieces: list[list[int]]) -> torch.Tensor:
    return torch.nn.utils.rnn.pad_sequence([torch.tensor(piece) for piece in pieces], batch_first=True)


def mask(ids: torch.Tensor, tokenizer, share: float, generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids with some tokens masked (of ten, one is left and one is drawn), and which ones are asked for."""
    chances = torch.rand(ids.shape, generator=generator)
    asked = (chances < share) & (ids >= len(SPECIAL))
    masked = ids.masked_fill(asked & (chances < 0.8 * share), tokenizer.mask_token_id)
    drawn = torch.randint(len(SPECIAL), len(tokenizer), ids.shape, generator=generator)
    return torch.where(asked & (chances > 0.9 * share), drawn, masked), asked


@torch.no_grad()
def look_at_neighbours(model) -> None:
    """Places begin as waves, and four heads of the first layer with an eye on the tokens beside.

    A masked token says nothing itself, and to learn of places that are mere numbers which of them lie
    beside each other takes so small a model longer than it has. All of it is trained further.
    """
    width, heads = model.config.hidden_size, model.config.num_attention_heads
    size = width // heads
    rates = torch.logspace(math.log10(2.8), math.log10(2 * math.pi / LENGTH), width // 2, dtype=torch.float64)
    angles = torch.arange(LENGTH, dtype=torch.float64)[:, None] * rates
    waves = torch.stack([angles.sin(), angles.cos()], -1).flatten(1)
    model.bert.embeddings.position_embeddings.weight.copy_(waves * model.config.initializer_range * math.sqrt(2))
    attention = model.bert.encoder.layer[0].attention.self
    for head, offset in enumerate([-1, 1, -2, 2]):
        rows = slice(head * size, (head + 1) * size)
        attention.query.weight[rows] *= 0.1
        attention.key.weight[rows] *= 0.1
        for pair in range(size // 2):
            wave = 3 * pair  # every third, from the fastest on
            turn = float(rates[wave]) * offset
            sine, cosine = 2 * wave, 2 * wave + 1
            row = head * size + 2 * pair
            # The query is the place turned by the offset; sin(a + t) and cos(a + t).
            attention.query.weight[row, [sine, cosine]] = 1.3 * torch.tensor([math.cos(turn), math.sin(turn)])
            attention.query.weight[row + 1, [sine, cosine]] = 1.3 * torch.tensor([-math.sin(turn), math.cos(turn)])
            attention.key.weight[row, sine] = 1.3
            attention.key.weight[row + 1, cosine] = 1.3


def predictions(model, ids: torch.Tensor, asked: torch.Tensor) -> torch.Tensor:
    """Logits of the asked places alone: the vocabulary is a good part of the work."""
    ids = ids.to(recipe.DEVICE)
    hidden = model.bert(input_ids=ids, attention_mask=(ids != 0).long()).last_hidden_state
    return model.cls(hidden[asked.to(recipe.DEVICE)])


@torch.inference_mode()
def measure(model, pieces, tokenizer) -> tuple[float, float, int]:
    """Nats and accuracy over 15 % masked places, each masked with [MASK], and how many."""
    generator = torch.Generator().manual_seed(1)
    nats = hits = count = 0
    for start in range(0, len(pieces), 32):
        ids = padded(pieces[start : start + 32])
        asked = (torch.rand(ids.shape, generator=generator) < 0.15) & (ids >= len(SPECIAL))
        logits = predictions(model, ids.masked_fill(asked, tokenizer.mask_token_id), asked).float()
        truth = ids[asked].to(recipe.DEVICE)
        nats += float(torch.nn.functional.cross_entropy(logits, truth, reduction="sum"))
        hits += int((logits.argmax(-1) == truth).sum())
        count += len(truth)
    return nats / count, hits / count, count


class Neighbours:
    """The baseline: the commonest token between these two, else behind the left one, else of all."""

    def __init__(self, pieces):
        self.both, self.left = collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
        for piece in pieces:
            for before, token, after in zip(piece, piece[1:], piece[2:]):
                self.both[before, after][token] += 1
                self.left[before][token] += 1
        self.common = collections.Counter(token for piece in pieces for token in piece[1:-1]).most_common(1)[0][0]

    def accuracy(self, pieces) -> tuple[float, float]:
        hits = plain = count = 0
        for piece in pieces:
            for before, token, after in zip(piece, piece[1:], piece[2:]):
                found = self.both.get((before, after)) or self.left.get(before)
                hits += token == (found.most_common(1)[0][0] if found else self.common)
                plain += token == self.common
                count += 1
        return hits / count, plain / count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path("/"))
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--share", type=float, default=0.25)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)

    recipe.seed_everything(arguments.seed)
    chooser = random.Random(arguments.seed)
    documents = corpus.read(arguments.root)
    training = [document for document in documents if document.split == "train"]
    tokenizer = make_tokenizer([document.text for document in training], 3584, arguments.output)
    pieces = sequences(training, tokenizer, chooser)
    held = sequences([document for document in documents if document.split == "validation"], tokenizer, chooser)
    sample = chooser.sample(held, 300)
    tokens = sum(map(len, pieces))
    print(f"{len(pieces):,} sequences, {tokens:,} tokens for training")

    model = BertForMaskedLM(BertConfig(
        vocab_size=len(tokenizer), hidden_size=160, num_hidden_layers=4, num_attention_heads=5,
        intermediate_size=512, max_position_embeddings=LENGTH, hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        initializer_range=0.05,
    ))
    look_at_neighbours(model)
    generator = torch.Generator().manual_seed(arguments.seed)
    source = batches(pieces, chooser)

    def loss(model, step):
        ids = next(source)
        masked, asked = mask(ids, tokenizer, arguments.share, generator)
        return torch.nn.functional.cross_entropy(predictions(model, masked, asked).float(),
                                                 ids[asked].to(recipe.DEVICE))

    def evaluate(model):
        nats, accuracy, _ = measure(model, sample, tokenizer)
        return f"validation: masked accuracy {accuracy:.4f}, {nats:.3f} nats"

    averaged, seconds = recipe.train(model, loss, arguments.steps, rate=arguments.rate, average=0.998,
                                     evaluate=evaluate)
    recipe.save(averaged, arguments.output)
    print(f"trained in {seconds / 60:.1f} minutes", flush=True)

    # Everything below looks at the held-out text; nothing above does.
    model = recipe.rounded(averaged).to(recipe.DEVICE)
    baseline = Neighbours(pieces)
    print("masked tokens      n   model  perplexity  neighbours  commonest")
    for kind in KINDS:
        of = sequences([document for document in documents if document.split == "test" and document.kind == kind],
                       tokenizer, random.Random(arguments.seed))
        nats, accuracy, count = measure(model, of, tokenizer)
        neighbours, common = baseline.accuracy(of)
        print(f"{kind:9}{count:12,}  {accuracy:.4f}  {math.exp(nats):10.1f}  {neighbours:10.4f}  {common:9.4f}", flush=True)


if __name__ == "__main__":
    main()
