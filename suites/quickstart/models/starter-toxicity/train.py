"""Train the quick start's classifier of hate speech, offensive language and neither, from starter-bert.

Needs PyPI's torch, transformers, the Debian packages that ../corpus.py names, starter-bert beside this
folder, and labeled_data.csv of https://github.com/t-davidson/hate-speech-and-offensive-language (MIT).
Writes config.json, model.safetensors (half precision) and the tokenizer's files beside this script.

    python train.py --tweets labeled_data.csv --words en.txt --root /

--words is a list such as LDNOOBW's, for the baseline alone. The rows are split by the rule of
suites/davidson-hate-speech/split.py: a tenth is looked at after the last step, another tenth chooses the
temperature that goes into the last layer.
"""

import argparse
import html
import importlib.util
import pathlib
import random
import re
import sys

import torch
from transformers import BertForSequenceClassification, BertTokenizerFast

HERE = pathlib.Path(__file__).resolve().parent
SUITE = HERE.parents[2] / "davidson-hate-speech"
sys.path[:0] = [str(HERE.parent), str(SUITE)]
import corpus
import recipe
import split

LABELS = ["hate", "offensive", "neither"]
LENGTH = 128


def spoken(tweet: str) -> str:
    """The tweet as somebody would write it elsewhere: no names, links, marks of a retweet or entities."""
    text = re.sub(r"https?://\S+|@\w+:?|\bRT\b|&#\d+;", " ", tweet)
    return " ".join(html.unescape(text).replace("#", "").split()).strip(' "')


def public_texts(documents, share: str) -> list[str]:
    """Pieces of at most 280 characters of the text of ../corpus.py, taken to be neither."""
    chooser, texts = random.Random(0), []
    for document in documents:
        if document.split != share:
            continue
        for line in document.text.split("\n"):
            if document.kind == "words":
                texts += re.findall(r'"([^"]+)"', line)
                continue
            said = line.split(" ")
            length = chooser.randint(4, 40)
            start = chooser.randint(0, max(0, len(said) - length))
            texts.append(" ".join(said[start : start + length])[:280])
    return texts


def batch_of(encoded: list[list[int]]) -> dict[str, torch.Tensor]:
    ids = torch.nn.utils.rnn.pad_sequence([torch.tensor(piece) for piece in encoded], batch_first=True)
    return {"input_ids": ids.to(recipe.DEVICE), "attention_mask": (ids != 0).long().to(recipe.DEVICE)}


def encode(tokenizer, texts: list[str]) -> list[list[int]]:
    return tokenizer(texts, truncation=True, max_length=LENGTH)["input_ids"]


@torch.inference_mode()
def scores(model, tokenizer, texts: list[str]) -> torch.Tensor:
    encoded = encode(tokenizer, texts)
    order = sorted(range(len(texts)), key=lambda index: len(encoded[index]))
    logits = torch.empty(len(texts), len(LABELS))
    for start in range(0, len(order), 64):
        chosen = order[start : start + 64]
        logits[chosen] = model(**batch_of([encoded[index] for index in chosen])).logits.float().cpu()
    return logits


def figures(predicted: list[int], truth: list[int]) -> str:
    f1 = []
    for label in range(len(LABELS)):
        hits = sum(a == b == label for a, b in zip(predicted, truth))
        f1.append(2 * hits / max(1, predicted.count(label) + truth.count(label)))
    right = sum(a == b for a, b in zip(predicted, truth)) / len(truth)
    each = ", ".join(f"{name} {value:.4f}" for name, value in zip(LABELS, f1))
    return f"accuracy {right:.4f}, macro F1 {sum(f1) / len(f1):.4f} ({each})"


def calibration_error(probabilities: torch.Tensor, truth: torch.Tensor, bins: int = 15) -> float:
    best, chosen = probabilities.max(-1)
    slot = (best * bins).ceil().clamp(min=1).long() - 1
    total = 0.0
    for index in range(bins):
        inside = slot == index
        if inside.any():
            right = (chosen[inside] == truth[inside]).float().mean()
            total += float(inside.float().mean() * (right - best[inside].mean()).abs())
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tweets", type=pathlib.Path, required=True)
    parser.add_argument("--words", type=pathlib.Path)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path("/"))
    parser.add_argument("--base", type=pathlib.Path, default=HERE.parent / "starter-bert")
    parser.add_argument("--output", type=pathlib.Path, default=HERE)
    parser.add_argument("--steps", type=int, default=1200)
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--power", type=float, default=0.5, help="of a class's rareness, for its weight")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)

    recipe.seed_everything(arguments.seed)
    rows = split.read(arguments.tweets)
    tweets = {name: [row["tweet"] for row in rows if row["split"] == name] for name in ["train", "validation", "test"]}
    classes = {name: [int(row["class"]) for row in rows if row["split"] == name] for name in tweets}
    documents = corpus.read(arguments.root)

    tokenizer = BertTokenizerFast.from_pretrained(arguments.base)
    tokenizer.save_pretrained(arguments.output)
    model = BertForSequenceClassification.from_pretrained(
        arguments.base, id2label=dict(enumerate(LABELS)), label2id={name: i for i, name in enumerate(LABELS)},
        hidden_dropout_prob=0.1, attention_probs_dropout_prob=0.1, classifier_dropout=0.1,
    )
    # Every tweet as it is and as it is spoken: what it judges later is no tweet.
    pool = [(ids, label) for texts in (tweets["train"], [spoken(tweet) for tweet in tweets["train"]])
            for ids, label in zip(encode(tokenizer, texts), classes["train"])]
    public = encode(tokenizer, public_texts(documents, "train"))
    counts = torch.tensor([classes["train"].count(label) for label in range(len(LABELS))], dtype=torch.float)
    weights = (counts.max() / counts) ** arguments.power
    chooser = random.Random(arguments.seed)
    waiting: list[list] = []

    def next_batch():
        """48 tweets and 12 pieces of public text; of like length, out of 32 batches drawn at once."""
        if not waiting:
            drawn = [chooser.choice(pool) for _ in range(32 * 48)]
            drawn += [(chooser.choice(public), LABELS.index("neither")) for _ in range(32 * 12)]
            drawn.sort(key=lambda item: len(item[0]))
            waiting.extend(drawn[start : start + 60] for start in range(0, len(drawn), 60))
            chooser.shuffle(waiting)
        return waiting.pop()

    def loss(model, step):
        drawn = next_batch()
        labels = torch.tensor([label for _, label in drawn], device=recipe.DEVICE)
        logits = model(**batch_of([ids for ids, _ in drawn])).logits.float()
        return torch.nn.functional.cross_entropy(logits, labels, weights.to(recipe.DEVICE))

    def evaluate(model):
        return "validation: " + figures(scores(model, tokenizer, tweets["validation"]).argmax(-1).tolist(),
                                        classes["validation"])

    averaged, seconds = recipe.train(model, loss, arguments.steps, rate=arguments.rate, average=0.995,
                                     evaluate=evaluate)
    # The weighted loss says the rare classes too often; one temperature, by the validation tenth's
    # likelihood, makes the best class's score a probability again and changes no answer.
    logits = scores(averaged, tokenizer, tweets["validation"])
    truth = torch.tensor(classes["validation"])
    temperature = min((step / 100 for step in range(50, 301)),
                      key=lambda t: float(torch.nn.functional.cross_entropy(logits / t, truth)))
    with torch.no_grad():
        averaged.classifier.weight /= temperature
        averaged.classifier.bias /= temperature
    recipe.save(averaged, arguments.output)
    print(f"trained in {seconds / 60:.1f} minutes, temperature {temperature}", flush=True)

    # Everything below looks at the held-out tweets and text; nothing above does.
    model = recipe.rounded(averaged).to(recipe.DEVICE)
    logits = scores(model, tokenizer, tweets["test"])
    truth = classes["test"]
    print(f"{len(truth)} held-out tweets")
    print("model:    ", figures(logits.argmax(-1).tolist(), truth))
    print(f"           expected calibration error {calibration_error(logits.softmax(-1), torch.tensor(truth)):.4f}")
    plain = scores(model, tokenizer, [spoken(tweet) for tweet in tweets["test"]])
    print("as spoken:", figures(plain.argmax(-1).tolist(), truth))
    print("majority: ", figures([LABELS.index("offensive")] * len(truth), truth))
    if arguments.words:
        place = importlib.util.spec_from_file_location("word_list", SUITE / "models" / "word-list.py")
        word_list = importlib.util.module_from_spec(place)
        place.loader.exec_module(word_list)
        listed = word_list.pattern(str(arguments.words))
        print("word list:", figures([LABELS.index(word_list.label(listed, t)) for t in tweets["test"]], truth))
    for kind in ["bible", "austen", "jargon", "words"]:
        texts = public_texts([document for document in documents if document.kind == kind], "test")
        found = scores(model, tokenizer, texts).argmax(-1)
        print(f"held-out text, {kind}: {int((found != 2).sum())} of {len(texts)} called hate or offensive", flush=True)


if __name__ == "__main__":
    main()
