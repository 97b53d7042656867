"""Hold Assay's predictions over all 10,000 Fashion-MNIST test images against the reference's.

Needs PyPI's torch, transformers, numpy and safetensors, and a database in which Assay has run the
suite beside this model:

    assay run suites/fashion-mnist --db db/fashion.sqlite
    python suites/quickstart/models/starter-vit/compare.py db/fashion.sqlite

Prints both accuracies and every prediction that differs, with the reference's two best scores, and
exits with 1 if any difference is not a tie.
"""

import argparse
import pathlib
import sys

import torch
from PIL import Image
from transformers import ViTForImageClassification, ViTImageProcessor

from train import LABELS, read_idx, recipe

TIE = 1e-5


def reference(folder: pathlib.Path, images) -> torch.Tensor:
    """The reference's probabilities, [10000, 10], from its own processor and model."""
    model = ViTForImageClassification.from_pretrained(folder, torch_dtype=torch.float32).eval()
    processor = ViTImageProcessor.from_pretrained(folder)
    rows = []
    with torch.inference_mode():
        for start in range(0, len(images), 500):
            batch = [Image.fromarray(image).convert("RGB") for image in images[start : start + 500]]
            inputs = processor(batch, return_tensors="pt")
            rows.append(model(**inputs).logits.softmax(-1))
    return torch.cat(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("/usr/share/datasets/fashion-mnist"))
    parser.add_argument("--model", default="starter-vit")
    arguments = parser.parse_args()

    images = read_idx(arguments.data / "t10k-images-idx3-ubyte.gz")
    truth = read_idx(arguments.data / "t10k-labels-idx1-ubyte.gz")
    scores = reference(pathlib.Path(__file__).parent, images)

    rows = recipe.assay_answers(arguments.database, "image-classification", arguments.model)
    if len(rows) != len(images):
        print(f"{len(rows)} predictions in the database, {len(images)} images")
        return 1

    hits = ours = unexplained = 0
    largest = 0.0
    for index, row in enumerate(rows):
        answer, target, score = row["answer"], row["target"], row["output"][0]["score"]
        assert target == LABELS[truth[index]], "the examples are not in the order of the files"
        best, second = scores[index].topk(2).values.tolist()
        expected = LABELS[int(scores[index].argmax())]
        hits += expected == target
        ours += answer == target
        largest = max(largest, abs(best - score))
        if answer != expected:
            tie = best - second < TIE
            unexplained += not tie
            print(f"image {index}: {answer} instead of {expected}, scores {best:.7f} and {second:.7f}")
    print(f"reference accuracy {hits / len(rows):.4f}")
    print(f"Assay's accuracy   {ours / len(rows):.4f}")
    print(f"largest difference of the best score {largest:.2e}")
    print(f"{unexplained} differences that no tie explains")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
