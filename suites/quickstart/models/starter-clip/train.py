"""Train the quick start's small CLIP on drawn scenes and on Fashion-MNIST with prompts.

Needs PyPI's torch, transformers, numpy, pillow and safetensors, and the four Fashion-MNIST files in IDX
form (Debian: the package dataset-fashion-mnist). Writes a Hugging Face folder beside this script.

    python train.py --data /usr/share/datasets/fashion-mnist
    python train.py --data /usr/share/datasets/fashion-mnist --measure    (what was saved, again)

The scenes are drawn as they are needed, by ../../data/captions/scenes.py, which also says which ones are
held out. Choices were made on its validation part and on the last 5,000 training pictures of
Fashion-MNIST; the test scenes and the test pictures are looked at once, at the end.
"""

import argparse
import gzip
import pathlib
import random
import sys

import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F
from transformers import CLIPConfig, CLIPImageProcessor, CLIPModel

HERE = pathlib.Path(__file__).resolve().parent
sys.path += [str(HERE.parent), str(HERE.parents[1] / "data" / "captions")]
import prompts  # noqa: E402
import recipe  # noqa: E402
import scenes  # noqa: E402
import tokens  # noqa: E402

BATCH, FASHION = 128, 28
# What is known of a picture and of a caption, and how many values each has; -1 stands for unknown.
ATTRIBUTES = [5, 6, 3, 8, 8, 3, 3, 8, 8, 3, 10]
MEAN = STD = 0.5
FASHION_MNIST = pathlib.Path("/usr/share/datasets/fashion-mnist")


def read_idx(path: pathlib.Path) -> np.ndarray:
    with gzip.open(path) as file:
        data = file.read()
    shape = [int.from_bytes(data[4 + 4 * i : 8 + 4 * i], "big") for i in range(data[3])]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(shape)


def enlarge(images: np.ndarray) -> np.ndarray:
    """Grey pictures in the model's size, as CLIPImageProcessor resizes them."""
    size = (scenes.SIDE, scenes.SIDE)
    resized = (Image.fromarray(image).resize(size, Image.Resampling.BICUBIC) for image in images)
    return np.stack([np.asarray(image) for image in resized])


def pixel_values(images: np.ndarray) -> torch.Tensor:
    """Pictures [B, 64, 64, 3] or [B, 64, 64] as the model takes them."""
    values = (torch.from_numpy(images).float() / 255 - MEAN) / STD
    values = values.unsqueeze(-1).expand(-1, -1, -1, 3) if values.ndim == 3 else values
    return values.permute(0, 3, 1, 2)


# MARK: - Batches


def attributes(scene: scenes.Scene, background: int) -> list[int]:
    (count, *rest), second = scene.first, scene.second
    other = [-1] * 4 if second is None else [second.count - 1, *second[1:]]
    return [scene.layout, count - 1, *rest, *other, background, -1]


class Batches:
    """Scenes, half of them variants of another in the batch, and pictures of garments."""

    def __init__(self, images: np.ndarray, labels: np.ndarray, tokenizer, seed: int):
        self.images, self.labels, self.tokenizer = images, labels, tokenizer
        self.chooser = random.Random(seed)

    def scene(self) -> scenes.Scene:
        while True:
            scene = scenes.random_scene(self.chooser)
            if self.allowed(scene):
                return scene

    @staticmethod
    def allowed(scene: scenes.Scene) -> bool:
        return scenes.is_possible(scene) and scenes.part(scene) == "training"

    def next(self):
        chooser = self.chooser
        chosen = []
        while len(chosen) < BATCH - FASHION:
            scene = self.scene()
            other = scenes.variant(scene, chooser)
            chosen += [scene, other if self.allowed(other) else self.scene()]
        pictures = np.zeros((BATCH, scenes.SIDE, scenes.SIDE, 3), np.uint8)
        owners = np.zeros((BATCH, scenes.SIDE, scenes.SIDE), np.uint8)
        seen, said, texts = [], [], []
        for index, scene in enumerate(chosen[: BATCH - FASHION]):
            background = chooser.randrange(len(scenes.BACKGROUNDS))
            pictures[index], owners[index] = scenes.draw(scene, background, chooser)
            told = background if chooser.random() < 0.25 else None
            texts.append(scenes.caption(scene, told, chooser))
            seen.append(attributes(scene, background))
            said.append(attributes(scene, -1 if told is None else told))
        for index in range(BATCH - FASHION, BATCH):
            number = chooser.randrange(len(self.images))
            image = self.images[number]
            if chooser.random() < 0.5:
                image = image[:, ::-1]
            # Round about is black, so that nothing comes in again on the other side.
            image = np.roll(image, (chooser.randint(-3, 3), chooser.randint(-3, 3)), (0, 1))
            pictures[index] = image[..., None]
            label = int(self.labels[number])
            texts.append(prompts.prompt(label, chooser))
            seen.append([4] + [-1] * 9 + [label])
            said.append(seen[-1])
        ids = self.tokenizer(texts, padding=True, return_tensors="pt").input_ids
        return pictures, owners, ids, torch.tensor(seen), torch.tensor(said)


# MARK: - Learning


class Learner(torch.nn.Module):
    """CLIP, and beside it heads that name what is seen and said. The heads are dropped in the end.

    A caption says much more than which of 128 pictures it belongs to: the heads ask both embeddings for
    colour, shape, size, number and relation, and every patch for the colour and shape in it.
    """

    def __init__(self, config: CLIPConfig):
        super().__init__()
        # This attention is much faster on a processor than the fused one, and computes the same.
        self.clip = CLIPModel._from_config(config, attn_implementation="eager")
        self.heads = torch.nn.Linear(config.projection_dim, sum(ATTRIBUTES))
        kinds = len(scenes.COLORS) + len(scenes.SHAPES)
        self.patch = torch.nn.Linear(config.vision_config.hidden_size, kinds)

    def forward(self, pictures, owners, ids, seen, said):
        vision = self.clip.vision_model(pixel_values=pictures)
        image = F.normalize(self.clip.visual_projection(vision.pooler_output).float(), dim=-1)
        text = F.normalize(self.clip.get_text_features(input_ids=ids).float(), dim=-1)
        with torch.autocast(recipe.DEVICE, enabled=False):
            logits = image @ text.T * self.clip.logit_scale.clamp(max=4.6052).exp()
            # A caption fits every picture of which all that it says is true.
            fits = ((said[None] == -1) | (said[None] == seen[:, None])).all(-1).float()
            contrast = 0.5 * (
                F.cross_entropy(logits, fits / fits.sum(1, keepdim=True))
                + F.cross_entropy(logits.T, fits.T / fits.T.sum(1, keepdim=True))
            )
            named = self.named(image, seen) + self.named(text, said)
            patches = self.patches(vision.last_hidden_state[:, 1:].float(), owners, seen)
        return contrast + named + patches

    def named(self, embeddings, truth):
        parts = self.heads(embeddings * 10).split(ATTRIBUTES, -1)
        losses = [F.cross_entropy(p, truth[:, i], ignore_index=-1) for i, p in enumerate(parts)]
        return sum(losses) / len(losses)

    def patches(self, states, owners, seen):
        """Which colours and shapes are in each patch, of scenes alone."""
        size, count = self.clip.config.vision_config.patch_size, BATCH - FASHION
        side = scenes.SIDE // size
        target = torch.zeros(count, side * side, self.patch.out_features, device=states.device)
        for number, place in ((1, 3), (2, 7)):
            held = (owners[:count] == number).view(count, side, size, side, size)
            held = held.sum((2, 4)).flatten(1) >= 5
            color, shape = seen[:count, place].clamp(min=0), seen[:count, place + 1].clamp(min=0)
            named = F.one_hot(color, self.patch.out_features) + F.one_hot(
                shape + len(scenes.COLORS), self.patch.out_features
            )
            target = torch.maximum(target, held.unsqueeze(-1) * named.unsqueeze(1))
        return 4 * F.binary_cross_entropy_with_logits(self.patch(states[:count]), target)


# MARK: - Measuring


@torch.no_grad()
def embed(clip, tokenizer, pictures: np.ndarray, texts: list[str]):
    clip = clip.eval()
    with torch.autocast(recipe.DEVICE, enabled=False):
        image = torch.cat(
            [
                clip.get_image_features(pixel_values=pixel_values(pictures[i : i + 250]).to(clip.device))
                for i in range(0, len(pictures), 250)
            ]
        )
        ids = tokenizer(texts, padding=True, return_tensors="pt").input_ids.to(clip.device)
        text = clip.get_text_features(input_ids=ids)
    return F.normalize(image, dim=-1), F.normalize(text, dim=-1)


def retrieval(clip, tokenizer, chosen: list[scenes.Drawn]) -> dict:
    """R@1 and R@5 of scenes with a caption each."""
    pictures, captions = np.stack([x.picture for x in chosen]), [x.caption for x in chosen]
    return ranks(*embed(clip, tokenizer, pictures, captions))


def ranks(image, text) -> dict:
    scores = text @ image.T
    own = scores.diag()
    found = {}
    for direction, table in (("text→image", scores), ("image→text", scores.T)):
        rank = (table > own[:, None]).sum(1)
        for k in (1, 5):
            found[f"{direction} R@{k}"] = round(100 * (rank < k).float().mean().item(), 2)
    return found


def zero_shot(clip, tokenizer, pictures: np.ndarray, labels: np.ndarray, sentences: list[str]) -> float:
    """Accuracy in %, classes named as the dataset names them; several sentences are averaged."""
    texts = [sentence.replace("{}", label) for label in prompts.LABELS for sentence in sentences]
    image, text = embed(clip, tokenizer, pictures, texts)
    classes = F.normalize(text.view(len(prompts.LABELS), len(sentences), -1).mean(1), dim=-1)
    return round(100 * ((image @ classes.T).argmax(1).cpu().numpy() == labels).mean().item(), 2)


def measure(folder: pathlib.Path, data: pathlib.Path) -> None:
    """The figures of what was saved, over what was held out."""
    clip = CLIPModel.from_pretrained(folder, torch_dtype=torch.float32).to(recipe.DEVICE)
    tokenizer = tokens.tokenizer(folder)
    print("held-out scenes", retrieval(clip, tokenizer, scenes.test_scenes()))
    for name, templates in (("unseen", scenes.UNSEEN_TEMPLATES), ("turned", scenes.TURNED_TEMPLATES)):
        said = scenes.drawn("test", 1000, 2, templates)
        print(f"held-out scenes in {name} wordings", retrieval(clip, tokenizer, said))
    print("other scenes of seen combinations", retrieval(clip, tokenizer, scenes.drawn("training", 1000, 3)))
    images = enlarge(read_idx(data / "t10k-images-idx3-ubyte.gz"))
    labels = read_idx(data / "t10k-labels-idx1-ubyte.gz")
    for name, sentences in (
        ("a seen prompt", ["a photo of a {}"]),
        ("an unseen prompt", ["This is a photo of {}."]),
        ("seven unseen prompts", prompts.UNSEEN_PROMPTS),
    ):
        print(f"Fashion-MNIST, {name}: {zero_shot(clip, tokenizer, images, labels, sentences)} %")


# MARK: - Running


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=pathlib.Path, default=FASHION_MNIST)
    parser.add_argument("--output", type=pathlib.Path, default=HERE)
    parser.add_argument("--steps", type=int, default=7500)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--measure", action="store_true", help="measure what is there, do not train")
    arguments = parser.parse_args()
    if arguments.measure:
        return measure(arguments.output, arguments.data)
    recipe.seed_everything(arguments.seed)

    chooser = random.Random(arguments.seed)
    texts = []
    while len(texts) < 30000:
        scene = scenes.random_scene(chooser)
        if Batches.allowed(scene):
            background = chooser.randrange(3) if chooser.random() < 0.25 else None
            texts.append(scenes.caption(scene, background, chooser))
            texts.append(prompts.prompt(chooser.randrange(10), chooser))
    tokens.learn(texts, arguments.output)
    tokenizer = tokens.tokenizer(arguments.output)

    images = enlarge(read_idx(arguments.data / "train-images-idx3-ubyte.gz"))
    labels = read_idx(arguments.data / "train-labels-idx1-ubyte.gz")
    batches = Batches(images[:-5000], labels[:-5000], tokenizer, arguments.seed + 1)

    end = tokenizer.eos_token_id
    shared = dict(hidden_size=128, intermediate_size=512, num_attention_heads=4, hidden_act="gelu")
    config = CLIPConfig(
        text_config=dict(
            shared, num_hidden_layers=3, projection_dim=128, vocab_size=len(tokenizer),
            max_position_embeddings=tokens.POSITIONS, bos_token_id=tokenizer.bos_token_id,
            eos_token_id=end, pad_token_id=end,
        ),
        vision_config=dict(
            shared, num_hidden_layers=4, image_size=scenes.SIDE, patch_size=8, projection_dim=128
        ),
        projection_dim=128,
    )
    learner = Learner(config)

    def loss(model, step):
        pictures, *others = batches.next()
        parts = [pixel_values(pictures), *map(torch.as_tensor, others)]
        return model(*(part.to(recipe.DEVICE) for part in parts))

    def evaluate(model):
        found = retrieval(model.clip, tokenizer, scenes.drawn("validation", 1000, 1))
        found["Fashion-MNIST"] = zero_shot(
            model.clip, tokenizer, images[-2000:], labels[-2000:], ["a photo of a {}"]
        )
        return found

    learner, seconds = recipe.train(learner, loss, arguments.steps, rate=arguments.rate, evaluate=evaluate)
    print(f"trained in {seconds:.0f} s")

    recipe.save(learner.clip, arguments.output)
    tokenizer.save_pretrained(arguments.output, legacy_format=True)
    (arguments.output / "tokenizer.json").unlink(missing_ok=True)
    size = {"height": scenes.SIDE, "width": scenes.SIDE}
    CLIPImageProcessor(
        size=size, crop_size=size, do_center_crop=False, image_mean=[MEAN] * 3, image_std=[STD] * 3
    ).save_pretrained(
        arguments.output
    )

    measure(arguments.output, arguments.data)


if __name__ == "__main__":
    main()
