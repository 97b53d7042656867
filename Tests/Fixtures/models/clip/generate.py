"""Makes the CLIP parity fixtures: two tiny checkpoints with inputs and outputs of the reference.

Run by hand, in this folder, with torch 2.13.0+cpu, transformers 4.49.0, safetensors 0.8.0, pillow 11.3.0,
numpy 2.3.5:

    OMP_NUM_THREADS=1 python generate.py

SEED_OFFSET=N makes others with other random numbers, which are not committed.
"""
import hashlib, json, os, platform, sys
import numpy as np, PIL, safetensors, torch, transformers
from PIL import Image
from safetensors.torch import save_file
from transformers import (CLIPConfig, CLIPImageProcessor, CLIPModel, CLIPTextConfig, CLIPTokenizer, CLIPTokenizerFast,
                          CLIPVisionConfig)
from transformers.models.clip.tokenization_clip import bytes_to_unicode

OFFSET = int(os.environ.get("SEED_OFFSET", "0"))
MERGES = """t h|th e</w>|a</w> t|p h|ph o|t o</w>|pho to</w>|o f</w>|i s</w>|th is</w>|c a|ca t</w>|d o|do g</w>|d og</w>
            r e|re d</w>|s o|t w|tw o</w>|i n|in g</w>|b l|l e|e r</w>|o n</w>|h e|l l|ll o</w>"""
TEXTS = ["a photo of a cat.", "This is a photo of two dogs, sleeping on a red sofa!", "HELLO", "", "cat " * 40]
VARIANTS = {
    # what config.json leaves out, the place of the highest id, quick GELU; stored in single precision
    "a": dict(seed=301, dtype=torch.float32, legacy=True, end=2, resize=32, length=20, projection=16,
              text=dict(hidden_size=24, intermediate_size=56, num_hidden_layers=2, num_attention_heads=4),
              vision=dict(hidden_size=36, intermediate_size=60, num_hidden_layers=2, num_attention_heads=3,
                          image_size=32, patch_size=8)),
    # the place of the first end, GELU, sizes that fill no register, a crop larger than the resized picture; stored in
    # half precision by torch.save, with the buffers of old files
    "b": dict(seed=302, dtype=torch.float16, legacy=False, end=None, resize=24, length=30, projection=22,
              text=dict(hidden_size=30, intermediate_size=47, num_hidden_layers=2, num_attention_heads=5,
                        hidden_act="gelu", layer_norm_eps=1e-6),
              vision=dict(hidden_size=42, intermediate_size=75, num_hidden_layers=2, num_attention_heads=6,
                          hidden_act="gelu", layer_norm_eps=1e-4, image_size=28, patch_size=9)),
}


def picture(generator, height, width):
    """A smooth picture with some noise, so that a resize has something to do."""
    y, x = np.mgrid[0:height, 0:width]
    waves = [np.sin(x * generator.uniform(.05, .6) + y * generator.uniform(.05, .6)) for _ in range(3)]
    noise = generator.normal(0, 20, (height, width, 3))
    return np.clip(127 + 100 * np.stack(waves, -1) + noise, 0, 255).astype(np.uint8)


def tokenizer(name, length, pad):
    merges = list(dict.fromkeys(m.strip() for line in MERGES.split("\n") for m in line.split("|")))
    letters = list(bytes_to_unicode().values())
    tokens = letters + [c + "</w>" for c in letters]
    usable = []
    for merge in merges:
        left, right = merge.split()
        if left in tokens and right in tokens:
            usable.append(merge)
            if left + right not in tokens: tokens.append(left + right)
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    with open(f"{name}/vocab.json", "w") as file:
        json.dump({token: i for i, token in enumerate(tokens)}, file)
    with open(f"{name}/merges.txt", "w") as file:
        file.write("#version: 0.2\n" + "\n".join(usable) + "\n")
    return CLIPTokenizerFast(f"{name}/vocab.json", f"{name}/merges.txt", model_max_length=length, pad_token=pad)


def make(name, seed, dtype, legacy, end, resize, length, projection, text, vision):
    os.makedirs(name, exist_ok=True)
    torch.manual_seed(seed + OFFSET)
    generator = np.random.default_rng(seed + OFFSET)
    words = tokenizer(name, length, "<|endoftext|>" if legacy else "!")
    text = dict(text, vocab_size=len(words), max_position_embeddings=length, projection_dim=projection, bos_token_id=0,
                eos_token_id=end or words.eos_token_id, pad_token_id=words.pad_token_id)
    config = CLIPConfig.from_text_vision_configs(
        CLIPTextConfig(**text), CLIPVisionConfig(**vision, projection_dim=projection), projection_dim=projection)
    model = CLIPModel(config).eval()
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            noise = torch.randn_like(parameter)
            if "norm" in key and key.endswith("weight"):
                parameter.copy_(1 + 0.2 * noise)
            elif key == "logit_scale":
                parameter.fill_(1.7)
            elif parameter.dim() == 1:
                parameter.copy_(0.1 * noise)
            elif "embedding" in key and "patch" not in key:
                parameter.copy_(0.5 * noise)
            else:
                parameter.copy_(noise / parameter[0].numel() ** 0.5)
    model = model.to(dtype)
    model.save_pretrained(name, safe_serialization=legacy)
    if not legacy:
        state = torch.load(f"{name}/pytorch_model.bin", weights_only=True)
        for half, count in (("text", length), ("vision", (vision["image_size"] // vision["patch_size"]) ** 2 + 1)):
            state[f"{half}_model.embeddings.position_ids"] = torch.arange(count).expand((1, -1))
        torch.save(state, f"{name}/pytorch_model.bin")
    model = CLIPModel.from_pretrained(name, torch_dtype=torch.float32, attn_implementation="eager").eval()
    side = vision["image_size"]
    processor = CLIPImageProcessor(size={"shortest_edge": resize}, crop_size={"height": side, "width": side})
    processor.save_pretrained(name)
    words.save_pretrained(name)
    if not legacy:
        # As files of before version 4.27 spell it.
        with open(f"{name}/preprocessor_config.json", "w") as file:
            json.dump({"feature_extractor_type": "CLIPFeatureExtractor", "size": resize, "crop_size": side,
                       "resample": 3, "do_resize": True, "do_center_crop": True, "do_normalize": True,
                       "image_mean": processor.image_mean, "image_std": processor.image_std}, file)
        processor = CLIPImageProcessor.from_pretrained(name)
        for file in ("vocab.json", "merges.txt"): os.remove(f"{name}/{file}")
    else:
        os.remove(f"{name}/tokenizer.json")

    sizes = ((33, 47), (side, side), (11, 9))
    tensors = {f"raw.{i}": torch.from_numpy(picture(generator, h, w)) for i, (h, w) in enumerate(sizes)}
    images = [Image.fromarray(t.numpy()) for t in tensors.values()]
    tensors["in.pixel_values"] = processor(images, return_tensors="pt")["pixel_values"]
    calls = []
    with torch.no_grad():
        for tag, padding in (("", True), ("full.", "max_length")):
            encoded = words(TEXTS, padding=padding, truncation=True, max_length=length, return_tensors="pt")
            inputs = {"pixel_values": "in.pixel_values"}
            for key in ("input_ids", "attention_mask"):
                tensors[f"in.{tag}{key}"] = encoded[key]
                inputs[key] = f"in.{tag}{key}"
            options = {"output_hidden_states": True, "output_attentions": True}
            result = model(**{k: tensors[v] for k, v in inputs.items()}, **options)
            outputs, masks = {}, {}
            def record(short, attribute, tensor, padded=False):
                place = f"{'out' if short[0] != '_' else 'mid'}.{tag}{short.lstrip('_')}"
                tensors[place], outputs[place] = tensor, attribute
                if padded: masks[place] = f"in.{tag}attention_mask"
            for key in ("logits_per_image", "logits_per_text", "text_embeds", "image_embeds"):
                record(key, key, result[key])
            if tag: 
                calls.append(dict(model_class="CLIPModel", inputs=inputs, kwargs=options, outputs=outputs,
                                  valid_where_mask_is_1=masks))
                continue
            for half in ("text", "vision"):
                part, base = result[f"{half}_model_output"], f"{half}_model_output."
                for i, state in enumerate(part.hidden_states[:2]):
                    record(f"_{half}_hidden_{i}", f"{base}hidden_states.{i}", state, half == "text")
                record(f"_{half}_last", f"{base}last_hidden_state", part.last_hidden_state, half == "text")
                record(f"_{half}_pooled", f"{base}pooler_output", part.pooler_output)
            record("_vision_attention_0", "vision_model_output.attentions.0", result.vision_model_output.attentions[0])
            calls.append(dict(model_class="CLIPModel", inputs=inputs, kwargs=options, outputs=outputs,
                              valid_where_mask_is_1=masks))
    save_file({k: v.contiguous().clone() for k, v in tensors.items()}, f"{name}/io.safetensors")
    with open(f"{name}/io.json", "w") as file:
        json.dump({"calls": calls, "pictures": [f"raw.{i}" for i in range(len(sizes))], "texts": TEXTS,
                   "ids": [words(t, truncation=True, max_length=length)["input_ids"] for t in TEXTS]}, file, indent=1)
    print(name, sum(p.numel() for p in model.parameters()), result.logits_per_image[0, :3].tolist())


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
