"""Makes the resize and crop fixtures with Pillow 11.3.0, numpy 2.3.5, transformers 4.49.0: python generate.py"""
import hashlib, json
import numpy as np, PIL
from PIL import Image
from safetensors.numpy import save_file
from transformers.image_transforms import center_crop

FILTERS = ["nearest", "lanczos", "bilinear", "bicubic", "box", "hamming"]
generator = np.random.default_rng(303)
picture = generator.integers(0, 256, (19, 26, 3), dtype=np.uint8)
picture[3:14, 5:20] //= 3  # An edge, so that the filters overshoot.
tensors = {"raw": picture}
for code, name in enumerate(FILTERS):
    for height, width in ((7, 5), (31, 40), (19, 13), (8, 26), (1, 1)):
        tensors[f"{name}.{height}x{width}"] = np.asarray(Image.fromarray(picture).resize((width, height), code))
for height, width in ((10, 10), (9, 25), (19, 26), (30, 12), (7, 33), (24, 31)):
    tensors[f"crop.{height}x{width}"] = np.ascontiguousarray(center_crop(picture, (height, width), data_format="channels_last", input_data_format="channels_last"))
save_file(tensors, "resize.safetensors")
with open("MANIFEST.json", "w") as file:
    json.dump({"reference": {"pillow": PIL.__version__, "numpy": np.__version__}, "seed": 303, "tolerance": 0,
               "sha256": {n: hashlib.sha256(open(n, "rb").read()).hexdigest() for n in ("generate.py", "resize.safetensors")}}, file, indent=1)
