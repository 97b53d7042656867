"""Train the quick start's small Vision Transformer on Fashion-MNIST.

Needs PyPI's torch, transformers, numpy and safetensors, and the four Fashion-MNIST files in IDX form
(Debian: the package dataset-fashion-mnist). Writes a Hugging Face folder beside this script:
config.json, preprocessor_config.json and model.safetensors (half precision).

    python train.py --data /usr/share/datasets/fashion-mnist --epochs 24

The test images are read only after the last epoch: no choice is made by looking at them.
"""

import argparse
import gzip
import math
import pathlib
import sys
import time

import numpy as np
import torch
from transformers import ViTConfig, ViTForImageClassification, ViTImageProcessor

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
import recipe

LABELS = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
    "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
]
MEAN, STD = 0.2860, 0.3530


def read_idx(path: pathlib.Path) -> np.ndarray:
    with gzip.open(path) as file:
        data = file.read()
    rank = data[3]
    shape = [int.from_bytes(data[4 + 4 * i : 8 + 4 * i], "big") for i in range(rank)]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * rank).reshape(shape)


def augment(images: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Shift by up to one pixel and mirror half of the pictures. images: [B, 28, 28], uint8."""
    count = images.shape[0]
    padded = torch.nn.functional.pad(images, (1, 1, 1, 1))
    rows = torch.randint(0, 3, (count, 1, 1), generator=generator) + torch.arange(28).view(1, 28, 1)
    columns = torch.randint(0, 3, (count, 1, 1), generator=generator) + torch.arange(28).view(1, 1, 28)
    shifted = padded[torch.arange(count).view(-1, 1, 1), rows, columns]
    mirror = torch.rand(count, generator=generator) < 0.5
    shifted[mirror] = shifted[mirror].flip(-1)
    return shifted


def pixel_values(images: torch.Tensor) -> torch.Tensor:
    values = (images.float() / 255 - MEAN) / STD
    return values.unsqueeze(1).expand(-1, 3, -1, -1)


def accuracy(model, images: torch.Tensor, labels: torch.Tensor) -> float:
    model.eval()
    hits = 0
    with torch.inference_mode():
        for start in range(0, len(images), 500):
            logits = model(pixel_values=pixel_values(images[start : start + 500])).logits
            hits += int((logits.argmax(-1) == labels[start : start + 500]).sum())
    model.train()
    return hits / len(images)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("/usr/share/datasets/fashion-mnist"))
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path(__file__).parent)
    parser.add_argument("--epochs", type=int, default=24)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()

    torch.manual_seed(arguments.seed)
    generator = torch.Generator().manual_seed(arguments.seed)
    images = torch.from_numpy(read_idx(arguments.data / "train-images-idx3-ubyte.gz").copy())
    labels = torch.from_numpy(read_idx(arguments.data / "train-labels-idx1-ubyte.gz").astype(np.int64))

    config = ViTConfig(
        image_size=28, patch_size=4, num_channels=3, hidden_size=96, num_hidden_layers=4,
        num_attention_heads=4, intermediate_size=192, hidden_dropout_prob=0.05,
        attention_probs_dropout_prob=0.0, initializer_range=0.08,
        id2label=dict(enumerate(LABELS)), label2id={name: index for index, name in enumerate(LABELS)},
    )
    model = ViTForImageClassification(config)
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters", flush=True)

    steps = arguments.epochs * (len(images) // arguments.batch)
    warmup = steps // 20
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.05, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min(1, (step + 1) / warmup)
        * (0.5 * (1 + math.cos(math.pi * max(0, step - warmup) / (steps - warmup)))),
    )
    average = {name: value.detach().clone() for name, value in model.state_dict().items()}

    model.train()
    began, step = time.time(), 0
    for epoch in range(arguments.epochs):
        order = torch.randperm(len(images), generator=generator)
        total = 0.0
        for start in range(0, len(order) - arguments.batch + 1, arguments.batch):
            chosen = order[start : start + arguments.batch]
            batch = pixel_values(augment(images[chosen], generator))
            loss = torch.nn.functional.cross_entropy(model(pixel_values=batch).logits, labels[chosen])
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            decay = min(0.999, step / (step + 10))
            with torch.no_grad():
                for name, value in model.state_dict().items():
                    average[name].lerp_(value, 1 - decay)
            total += float(loss.detach())
        print(f"epoch {epoch + 1}: loss {total / (len(order) // arguments.batch):.4f}, {time.time() - began:.0f} s", flush=True)

    model.load_state_dict(average)
    test_images = torch.from_numpy(read_idx(arguments.data / "t10k-images-idx3-ubyte.gz").copy())
    test_labels = torch.from_numpy(read_idx(arguments.data / "t10k-labels-idx1-ubyte.gz").astype(np.int64))
    print(f"test accuracy {accuracy(recipe.rounded(model), test_images, test_labels):.4f}")

    recipe.save(model, arguments.output)
    ViTImageProcessor(
        do_resize=True, size={"height": 28, "width": 28}, do_rescale=True, do_normalize=True,
        image_mean=[MEAN] * 3, image_std=[STD] * 3, do_convert_rgb=True,
    ).save_pretrained(arguments.output)


if __name__ == "__main__":
    main()
