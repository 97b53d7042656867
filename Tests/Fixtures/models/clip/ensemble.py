"""Makes b/ensemble.json: prompt ensembles and CLIPScore cosines of the fixture `b` by the reference.

Run by hand, in this folder, with torch 2.13.0+cpu and transformers 4.49.0, after generate.py. The pictures are those
of Tests/Fixtures/media. For each class the embeddings of all prompts are brought to length 1, averaged, and
brought to length 1 again, as in CLIP's notebook Prompt_Engineering_for_ImageNet.
"""
import json, pathlib, platform
import torch, transformers
from PIL import Image
from transformers import AutoTokenizer, CLIPImageProcessor, CLIPModel

PICTURES = ["rgb8.png", "baseline.jpg", "grey8.png"]
LABELS = ["cat", "dog", "red sofa"]
PROMPTS = ["a photo of a {}.", "{}", "This is two {} on a {}!"]
CAPTIONS = ["a red dog", "two cats on a sofa", "HELLO", ""]

model = CLIPModel.from_pretrained("b", torch_dtype=torch.float32).eval()
tokenizer = AutoTokenizer.from_pretrained("b")
images = CLIPImageProcessor.from_pretrained("b")


def texts(sentences):
    tokens = tokenizer(sentences, padding=True, truncation=True, max_length=model.config.text_config.max_position_embeddings,
                       return_tensors="pt")
    return torch.nn.functional.normalize(model.get_text_features(**tokens), dim=-1)


with torch.no_grad():
    opened = [Image.open(f"../../media/{name}").convert("RGB") for name in PICTURES]
    pictures = torch.nn.functional.normalize(model.get_image_features(**images(opened, return_tensors="pt")), dim=-1)
    classes = torch.stack([texts([prompt.replace("{}", label) for prompt in PROMPTS]).mean(0) for label in LABELS])
    classes = torch.nn.functional.normalize(classes, dim=-1)
    scores = (model.logit_scale.exp() * pictures @ classes.T).softmax(-1)
    captions = texts(["A photo depicts " + caption for caption in CAPTIONS])
    record = {
        "made with": {"torch": torch.__version__, "transformers": transformers.__version__, "python": platform.python_version()},
        "pictures": PICTURES, "labels": LABELS, "prompts": PROMPTS, "scores": scores.tolist(),
        "captions": CAPTIONS, "with pictures": (captions @ pictures.T).tolist(), "with captions": (captions @ captions.T).tolist(),
    }
pathlib.Path("b/ensemble.json").write_text(json.dumps(record, indent=1) + "\n")
print(scores, captions @ captions.T)
