"""Writes a ViT checkpoint with random weights in the reference's layout: ViT-Base/16 unless told otherwise.

usage: make_model.py FOLDER [--hidden 768 --layers 12 --heads 12 --image 224 --patch 16]
"""
import argparse, json, os
import torch
from transformers import ViTConfig, ViTForImageClassification, ViTImageProcessor

arguments = argparse.ArgumentParser()
arguments.add_argument("folder")
arguments.add_argument("--hidden", type=int, default=768)
arguments.add_argument("--layers", type=int, default=12)
arguments.add_argument("--heads", type=int, default=12)
arguments.add_argument("--image", type=int, default=224)
arguments.add_argument("--patch", type=int, default=16)
a = arguments.parse_args()

torch.manual_seed(0)
config = ViTConfig(
    hidden_size=a.hidden, num_hidden_layers=a.layers, num_attention_heads=a.heads,
    intermediate_size=4 * a.hidden, image_size=a.image, patch_size=a.patch, num_labels=1000,
)
model = ViTForImageClassification(config).eval()
with torch.no_grad():
    for parameter in model.parameters():  # The default biases are 0, which would hide a mistake.
        if parameter.dim() == 1:
            parameter.add_(0.02 * torch.randn_like(parameter))
model.save_pretrained(a.folder)
ViTImageProcessor(size={"height": a.image, "width": a.image}).save_pretrained(a.folder)
print(json.dumps({"folder": a.folder, "parameters": sum(p.numel() for p in model.parameters())}))
