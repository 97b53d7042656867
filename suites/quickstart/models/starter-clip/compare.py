"""Hold what Assay made of pictures and captions with this model against the reference's.

Needs PyPI's torch, transformers, numpy, pillow and safetensors, and a database in which Assay has run
suites with this model:

    assay run suites/quickstart --db db/clip.sqlite
    assay run suites/fashion-mnist-zero-shot --db db/clip.sqlite
    python suites/quickstart/models/starter-clip/compare.py db/clip.sqlite

For each task it prints the reference's figures and Assay's, the largest difference of a number that the two
gave, and every rank and every class that differs. Exits with 1 if any difference is not a tie.
"""

import argparse
import io
import json
import pathlib
import sqlite3
import sys
import tarfile

import torch
from PIL import Image
from transformers import CLIPModel, CLIPProcessor

from train import FASHION_MNIST, read_idx

HERE = pathlib.Path(__file__).resolve().parent
SCENES = HERE.parents[1] / "data" / "captions" / "scenes.tar.gz"
TIE = 1e-5


class Reference:
    """Transformers' processor and model, in float32."""

    def __init__(self):
        self.model = CLIPModel.from_pretrained(HERE, torch_dtype=torch.float32).eval()
        self.processor = CLIPProcessor.from_pretrained(HERE)

    @torch.inference_mode()
    def images(self, images: list) -> torch.Tensor:
        rows = []
        for start in range(0, len(images), 250):
            inputs = self.processor(images=images[start : start + 250], return_tensors="pt")
            rows.append(self.model.get_image_features(**inputs))
        return torch.nn.functional.normalize(torch.cat(rows), dim=-1)

    @torch.inference_mode()
    def texts(self, texts: list[str]) -> torch.Tensor:
        inputs = self.processor(text=texts, return_tensors="pt", padding=True)
        return torch.nn.functional.normalize(self.model.get_text_features(**inputs), dim=-1)

    def scores(self, images: list, labels: list[str], sentences: list[str]) -> torch.Tensor:
        """The softmax over the classes, each the mean of its sentences."""
        classes = [self.texts([s.replace("{}", label) for s in sentences]).mean(0) for label in labels]
        classes = torch.nn.functional.normalize(torch.stack(classes), dim=-1)
        with torch.inference_mode():
            return (self.images(images) @ classes.T * self.model.logit_scale.exp()).softmax(-1)


def read_scenes() -> dict:
    """Picture and caption by key."""
    with tarfile.open(SCENES) as archive:
        files = {member.name: archive.extractfile(member).read() for member in archive}
    keys = sorted(name.removesuffix(".png") for name in files if name.endswith(".png"))
    return {
        key: (
            Image.open(io.BytesIO(files[key + ".png"])),
            json.loads(files[key + ".json"])["caption"],
        )
        for key in keys
    }


def ranks(queries: torch.Tensor, targets: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Each query's rank of its own, and how much nearer than its own every target is."""
    scores = queries.double() @ targets.double().T
    lead = scores - scores.diag()[:, None]
    return (lead >= 0).sum(1), lead


def compare_retrieval(rows: list, reference: Reference) -> int:
    scenes = read_scenes()
    if [row["key"] for row in rows[::2]] != list(scenes):
        raise SystemExit("the database holds other scenes")
    ours = torch.tensor([json.loads(row["output"]) for row in rows])
    texts, images = ours[::2], ours[1::2]
    expected_texts = reference.texts([caption for _, caption in scenes.values()])
    expected_images = reference.images([picture for picture, _ in scenes.values()])
    largest = max((texts - expected_texts).abs().max(), (images - expected_images).abs().max())
    print(f"largest difference of a number of an embedding {largest:.2e}")
    unexplained = 0
    for direction, own, expected in (
        ("text→image", (texts, images), (expected_texts, expected_images)),
        ("image→text", (images, texts), (expected_images, expected_texts)),
    ):
        (found, lead), (wanted, expected_lead) = ranks(*own), ranks(*expected)
        for name, rank in (("reference", wanted), ("Assay", found)):
            shares = ", ".join(f"R@{k} {100 * (rank <= k).double().mean():.2f} %" for k in (1, 5))
            print(f"{direction}, {name}: {shares}, median rank {rank.double().quantile(0.5):g}")
        for index in (found != wanted).nonzero().flatten().tolist():
            moved = (lead[index] >= 0) != (expected_lead[index] >= 0)
            tie = bool((expected_lead[index][moved].abs() < TIE).all())
            unexplained += not tie
            key, note = rows[2 * index]["key"], ", a tie" if tie else ""
            print(f"{key}: rank {found[index]} instead of {wanted[index]}{note}")
    return unexplained


def compare_zero_shot(rows: list, options: dict, reference: Reference, data: pathlib.Path) -> int:
    images = read_idx(data / "t10k-images-idx3-ubyte.gz")[: len(rows)]
    sentences = options.get("prompts") or [options.get("hypothesis_template", "This is a photo of {}.")]
    labels = sorted(item["label"] for item in json.loads(rows[0]["output"]))
    scores = reference.scores([Image.fromarray(image) for image in images], labels, sentences)
    unexplained, largest, hits, ours = 0, 0.0, 0, 0
    for index, row in enumerate(rows):
        target = json.loads(row["target"]) if row["target"].startswith('"') else row["target"]
        given = {item["label"]: item["score"] for item in json.loads(row["output"])}
        wanted = dict(zip(labels, scores[index].tolist()))
        largest = max(largest, *(abs(given[label] - wanted[label]) for label in labels))
        best = max(wanted, key=wanted.get)
        hits += best == target
        ours += row["answer"] == target
        if row["answer"] != best:
            answer = row["answer"]
            unexplained += wanted[best] - wanted[answer] >= TIE
            print(f"image {index}: {answer} instead of {best}, {wanted[answer]:.7f} and {wanted[best]:.7f}")
    print(f"sentences: {', '.join(sentences)}")
    print(f"accuracy, reference: {100 * hits / len(rows):.2f} %")
    print(f"accuracy, Assay: {100 * ours / len(rows):.2f} %")
    print(f"largest difference of a score {largest:.2e}")
    return unexplained


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    parser.add_argument("--data", type=pathlib.Path, default=FASHION_MNIST)
    parser.add_argument("--model", default="starter-clip")
    arguments = parser.parse_args()
    database = sqlite3.connect(f"file:{arguments.database}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    reference = Reference()
    tasks = database.execute(
        "SELECT id, task, options FROM task WHERE modelName = ? AND perturbation IS NULL ORDER BY id",
        (arguments.model,),
    ).fetchall()
    unexplained = 0
    for task in tasks:
        # A caption and its picture are two requests of an example, in this order.
        rows = database.execute(
            """SELECT example.key, example.target, prediction.answer, prediction.output FROM taskPrediction
               JOIN example ON example.id = exampleID JOIN prediction ON prediction.id = predictionID
               WHERE taskID = ? ORDER BY exampleID, request""",
            (task["id"],),
        ).fetchall()
        if task["task"] == "image-text-retrieval":
            print(f"\n{task['task']}, {len(rows) // 2} scenes")
            unexplained += compare_retrieval(rows, reference)
        elif task["task"] == "zero-shot-image-classification":
            print(f"\n{task['task']}, {len(rows)} pictures")
            unexplained += compare_zero_shot(rows, json.loads(task["options"]), reference, arguments.data)
    print(f"\n{unexplained} differences that no tie explains")
    return 1 if unexplained or not tasks else 0


if __name__ == "__main__":
    sys.exit(main())
