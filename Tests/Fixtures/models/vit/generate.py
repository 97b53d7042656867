"""Makes the ViT parity fixtures: two tiny checkpoints with inputs and outputs of the reference.

Run by hand, in this folder, with torch 2.13.0+cpu, transformers 4.49.0, safetensors 0.8.0, pillow 11.3.0,
numpy 2.3.5:

    OMP_NUM_THREADS=1 python generate.py

SEED_OFFSET is added to every seed; `make parity` uses it.
"""
import hashlib, json, os, platform, sys
import numpy as np, PIL, safetensors, torch, transformers
from PIL import Image
from safetensors.torch import save_file
from transformers import ViTConfig, ViTForImageClassification, ViTImageProcessor

OFFSET = int(os.environ.get("SEED_OFFSET", 0))

VARIANTS = {
    # exact GELU, biases on queries, keys and values, bilinear resize; stored in single precision
    "a": dict(seed=101 + OFFSET, dtype=torch.float32, resample=2, interpolate=(36, 28), config=dict(
        hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=56,
        hidden_act="gelu", image_size=24, patch_size=8, qkv_bias=True)),
    # tanh GELU, no such biases, bicubic resize, sizes that fill no register; stored in half precision
    "b": dict(seed=202 + OFFSET, dtype=torch.float16, resample=3, interpolate=(20, 45), config=dict(
        hidden_size=42, num_hidden_layers=3, num_attention_heads=3, intermediate_size=75,
        hidden_act="gelu_new", image_size=30, patch_size=5, qkv_bias=False, layer_norm_eps=1e-6)),
}


def picture(generator, height, width):
    """A smooth picture with some noise, so that a resize has something to do."""
    y, x = np.mgrid[0:height, 0:width]
    waves = [np.sin(x * generator.uniform(.05, .6) + y * generator.uniform(.05, .6)) for _ in range(3)]
    noise = generator.normal(0, 20, (height, width, 3))
    return np.clip(127 + 100 * np.stack(waves, -1) + noise, 0, 255).astype(np.uint8)


def make(name, seed, dtype, resample, interpolate, config):
    os.makedirs(name, exist_ok=True)
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    labels = {i: f"kind {i}" for i in range(7)}
    config = ViTConfig(**config, id2label=labels, label2id={v: k for k, v in labels.items()})
    model = ViTForImageClassification(config).eval()
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            noise = torch.randn_like(parameter)
            if "layernorm" in key and key.endswith("weight"):
                parameter.copy_(1 + 0.2 * noise)
            elif parameter.dim() == 1:
                parameter.copy_(0.1 * noise)
            elif parameter.dim() == 3:
                parameter.copy_(0.5 * noise)
            else:
                parameter.copy_(noise / parameter[0].numel() ** 0.5)
    model = model.to(dtype)
    model.save_pretrained(name)
    model = ViTForImageClassification.from_pretrained(name, torch_dtype=torch.float32, attn_implementation="eager").eval()
    size = model.config.image_size
    processor = ViTImageProcessor(size={"height": size, "width": size}, resample=resample,
                                  image_mean=[0.4, 0.5, 0.6], image_std=[0.25, 0.5, 0.3])
    processor.save_pretrained(name)

    tensors = {f"raw.{i}": torch.from_numpy(picture(generator, h, w)) for i, (h, w) in enumerate(((33, 47), (61, 22), (size, 40)))}
    images = [Image.fromarray(t.numpy()) for t in tensors.values()]
    tensors["in.pixel_values"] = processor(images, return_tensors="pt")["pixel_values"]
    tensors["in.interp.pixel_values"] = torch.randn(1, 3, *interpolate)
    calls = []
    with torch.no_grad():
        for tag, options in (("", {}), ("interp.", {"interpolate_pos_encoding": True})):
            options |= {"output_hidden_states": True, "output_attentions": True}
            source = f"in.{tag}pixel_values"
            result = model(tensors[source], **options)
            outputs = {f"out.{tag}logits": "logits"}
            tensors[f"out.{tag}logits"] = result.logits
            for i, state in enumerate(result.hidden_states):
                tensors[f"mid.{tag}hidden_{i}"] = state
                outputs[f"mid.{tag}hidden_{i}"] = f"hidden_states.{i}"
            tensors[f"mid.{tag}attention_0"] = result.attentions[0]
            outputs[f"mid.{tag}attention_0"] = "attentions.0"
            calls.append({"model_class": "ViTForImageClassification", "inputs": {"pixel_values": source},
                          "kwargs": options, "outputs": outputs, "valid_where_mask_is_1": {}})
    save_file({k: v.contiguous() for k, v in tensors.items()}, f"{name}/io.safetensors")
    with open(f"{name}/io.json", "w") as file:
        json.dump({"calls": calls, "pictures": [f"raw.{i}" for i in range(3)]}, file, indent=1)
    print(name, sum(p.numel() for p in model.parameters()), result.logits[0, :3].tolist())


for name, variant in VARIANTS.items():
    make(name, **variant)

files = {}
for folder, _, names in sorted(os.walk(".")):
    for name in sorted(names):
        path = os.path.relpath(os.path.join(folder, name))
        if path != "MANIFEST.json":
            files[path] = hashlib.sha256(open(path, "rb").read()).hexdigest()
with open("MANIFEST.json", "w") as file:
    json.dump({
        "reference": {"transformers": transformers.__version__, "torch": torch.__version__, "safetensors": safetensors.__version__,
                      "pillow": PIL.__version__, "numpy": np.__version__, "python": platform.python_version()},
        "seeds": {name: variant["seed"] for name, variant in VARIANTS.items()},
        "tolerance": 1e-5,
        "sha256": files,
    }, file, indent=1)
