"""What the recipes of the starter models have in common: seeds, the training loop, half precision, and
reading back what Assay answered.

Needs PyPI's torch and transformers. Building, running and testing Assay need none of this.
"""

import copy
import json
import math
import pathlib
import random
import sqlite3
import time

import numpy as np
import torch

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def seed_everything(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def train(model, loss, steps: int, *, rate: float, warmup: float = 0.05, decay: float = 0.05,
          average: float = 0.999, clip: float = 1.0, log_every: int = 100, evaluate=None):
    """AdamW with a cosine schedule; matrix products in bfloat16, weights and losses in float32.

    `loss(model, step)` draws a batch and gives a scalar. `evaluate(model)`, where given, is called at
    every tenth of the way with the running average of the weights and says something to print.
    Returns the running average of the weights as a model, and the seconds that it took.
    """
    model.to(DEVICE).train()
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters, {steps} steps", flush=True)
    matrices = [p for p in model.parameters() if p.requires_grad and p.ndim > 1]
    others = [p for p in model.parameters() if p.requires_grad and p.ndim <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}],
        lr=rate, betas=(0.9, 0.98),
    )
    rising = max(1, int(steps * warmup))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min((step + 1) / rising,
                         0.5 * (1 + math.cos(math.pi * max(0, step - rising) / max(1, steps - rising)))),
    )
    averaged = copy.deepcopy(model).eval()
    began, total = time.time(), 0.0
    for step in range(steps):
        with torch.autocast(DEVICE, dtype=torch.bfloat16):
            value = loss(model, step)
        optimizer.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), clip)
        optimizer.step()
        schedule.step()
        share = min(average, (step + 1) / (step + 10))
        with torch.no_grad():
            for mean, now in zip(averaged.parameters(), model.parameters()):
                mean.lerp_(now, 1 - share)
            for mean, now in zip(averaged.buffers(), model.buffers()):
                mean.copy_(now)
        total += float(value.detach())
        if (step + 1) % log_every == 0:
            print(f"step {step + 1}: loss {total / log_every:.4f}, {time.time() - began:.0f} s", flush=True)
            total = 0.0
        if evaluate and (step + 1) % max(1, steps // 10) == 0:
            print(f"step {step + 1}: {evaluate(averaged)}", flush=True)
    return averaged, time.time() - began


def rounded(model):
    """The model as it will be read back: its weights rounded to half precision, in float32."""
    return copy.deepcopy(model).cpu().half().float().eval()


def save(model, folder: pathlib.Path) -> None:
    """Write config.json and model.safetensors in half precision."""
    half = copy.deepcopy(model).cpu().half()
    half.config._name_or_path = ""
    half.save_pretrained(folder, safe_serialization=True)
    (pathlib.Path(folder) / "model.safetensors").chmod(0o644)


def distance(one: list[str], other: list[str]) -> int:
    """The edits that make one row of words the other."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def assay_answers(database: str, task: str, model: str, dataset: str | None = None,
                  perturbation: str | None = None) -> list[dict]:
    """Assay's newest answers of a model to a task, in the order of the examples.

    Each has key, text, target, answer, error, output (parsed) and attributes (parsed).
    """
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    rows = connection.execute(
        """SELECT key, text, target, answer, error, output, attributes FROM predictionExample
           WHERE perturbation IS :perturbation AND repetition = 0 AND taskID =
               (SELECT max(taskID) FROM predictionExample
                WHERE task = :task AND model = :model AND (:dataset IS NULL OR dataset = :dataset)
                    AND perturbation IS :perturbation AND repetition = 0)
           ORDER BY exampleID""",
        {"task": task, "model": model, "dataset": dataset, "perturbation": perturbation},
    ).fetchall()
    answers = [dict(row) for row in rows]
    for answer in answers:
        for column in ("output", "attributes"):
            answer[column] = json.loads(answer[column]) if answer[column] else None
    return answers
