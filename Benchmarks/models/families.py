"""The model families that the benchmark times: their configurations, what they are asked, and the ONNX exports.

A family is a checkpoint of random weights of the base size in the reference's layout. A row asks it one thing, in the
words of `assay model time`, and of the same shape of PyTorch and ONNX Runtime.
"""
import os, random
import numpy as np, torch, transformers
from dataclasses import dataclass, field

torch.manual_seed(0)


@dataclass
class Row:
    """One thing to ask: its name, Assay's request, the tensors that the others are given, and which export runs it."""
    title: str
    request: str
    inputs: dict
    graph: str = "model"
    steps: int = 0  # Of decoding, after `past` tokens.
    past: int = 0
    exported: dict = None  # What the export is given instead of the inputs.


@dataclass
class Family:
    name: str
    model: torch.nn.Module
    rows: list
    # For each ONNX graph a module of positional tensors, example inputs, output names and the axes that vary.
    graphs: dict
    # Inputs by keyword and the output to compare, one for each call that is verified before anything is timed.
    checks: list = field(default_factory=list)


class Output(torch.nn.Module):
    """A model as a function of positional tensors that gives one tensor."""

    def __init__(self, model, call):
        super().__init__()
        self.model, self.call = model, call
        self.eval()  # Exporting puts a module back into the mode it was in, and the model with it.

    def forward(self, *tensors):
        return self.call(*tensors)


def base(cls, configuration, **options):
    torch.manual_seed(0)
    model = cls._from_config(configuration, attn_implementation="sdpa", **options) \
        if cls is not transformers.TapasForQuestionAnswering else cls(configuration)
    with torch.no_grad():
        for parameter in model.parameters():  # The default biases are 0, which would hide a mistake.
            if parameter.dim() == 1:
                parameter.add_(0.02 * torch.randn_like(parameter))
    return model.eval().requires_grad_(False)


def ids(*lengths):
    return torch.tensor([[1000 + i * 37 % 9000 for i in range(n)] for n in lengths])


def vit():
    model = base(transformers.ViTForImageClassification, transformers.ViTConfig(num_labels=1000))
    pictures = {b: torch.randn(b, 3, 224, 224) for b in (1, 8)}
    rows = [Row(f"ViT-B/16, batch {b}", f"images {b}", {"pixel_values": p}) for b, p in pictures.items()]
    graph = Output(model, lambda pixel_values: model(pixel_values).logits)
    return Family("vit", model, rows, {"model": (graph, ["pixel_values"], {"pixel_values": {0: "batch"}})},
                  [({"pixel_values": pictures[1]}, "logits")])


def clip():
    model = base(transformers.CLIPModel, transformers.CLIPConfig(
        text_config={"eos_token_id": 49407}, vision_config={"patch_size": 32}))
    picture, text = torch.randn(8, 3, 224, 224), torch.cat([torch.full((8, 1), 49406), ids(*[75] * 8),
                                                             torch.full((8, 1), 49407)], 1)
    graphs = {
        "image": (Output(model, lambda pixel_values: model.get_image_features(pixel_values)), ["pixel_values"],
                  {"pixel_values": {0: "batch"}}),
        "text": (Output(model, lambda input_ids: model.get_text_features(input_ids)), ["input_ids"],
                 {"input_ids": {0: "batch"}}),
    }
    rows = [
        Row("CLIP ViT-B/32, 1 image", "images 1", {"pixel_values": picture[:1]}, "image"),
        Row("CLIP ViT-B/32, 8 images", "images 8", {"pixel_values": picture}, "image"),
        Row("CLIP ViT-B/32, 1 text of 77 tokens", "captions 1 77", {"input_ids": text[:1]}, "text"),
        Row("CLIP ViT-B/32, 8 texts of 77 tokens", "captions 8 77", {"input_ids": text}, "text"),
    ]
    return Family("clip", model, rows, graphs,
                  [({"pixel_values": picture[:2], "input_ids": text[:2]}, "logits_per_image")])


def wav2vec2():
    model = base(transformers.Wav2Vec2ForCTC, transformers.Wav2Vec2Config(vocab_size=32))
    sound = {s: torch.tensor([[i * 7919 % 2003 / 1001 - 1 for i in range(s * 16000)]]) for s in (10, 60)}
    rows = [Row(f"wav2vec2-base, {s} s of audio", f"audio {s * 16000}", {"input_values": x}) for s, x in sound.items()]
    graph = Output(model, lambda input_values: model(input_values).logits)
    return Family("wav2vec2", model, rows, {"model": (graph, ["input_values"], {"input_values": {1: "samples"}})},
                  [({"input_values": sound[10][:, :32000]}, "logits")])


def bert():
    model = base(transformers.BertForSequenceClassification, transformers.BertConfig())
    # Lengths as sentences have them: most short, a few long.
    source = random.Random(0)
    mix = [max(4, min(128, round(source.lognormvariate(3.3, 0.6)))) for _ in range(32)]

    def padded(lengths):
        longest = max(lengths)
        tokens, mask = torch.zeros(len(lengths), longest, dtype=torch.long), torch.zeros(len(lengths), longest, dtype=torch.long)
        for i, n in enumerate(lengths):
            tokens[i, :n], mask[i, :n] = ids(n)[0], 1
        return {"input_ids": tokens, "attention_mask": mask}

    def row(title, lengths):
        return Row(title, "texts " + " ".join(map(str, lengths)), padded(lengths))

    rows = [row("BERT-base, 128 tokens, batch 1", [128]), row("BERT-base, 128 tokens, batch 32", [128] * 32),
            row(f"BERT-base, 32 texts of {min(mix)} to {max(mix)} tokens, {sum(mix) // len(mix)} on average", mix)]
    graph = Output(model, lambda input_ids, attention_mask: model(input_ids, attention_mask=attention_mask).logits)
    axes = {name: {0: "batch", 1: "tokens"} for name in ("input_ids", "attention_mask")}
    return Family("bert", model, rows, {"model": (graph, ["input_ids", "attention_mask"], axes)},
                  [(rows[2].inputs, "logits")])


def tapas():
    model = base(transformers.TapasForQuestionAnswering, transformers.TapasConfig(num_aggregation_labels=4))
    types = torch.zeros(1, 512, 7, dtype=torch.long)
    for cell, start in enumerate(range(16, 512, 2)):
        types[0, start:start + 2, 0] = 1
        types[0, start:start + 2, 1] = cell % 5 + 1
        types[0, start:start + 2, 2] = cell // 5 + 1
    inputs = {"input_ids": ids(512), "attention_mask": torch.ones(1, 512, dtype=torch.long), "token_type_ids": types}
    # The exporter cannot do the search for the first token of each cell, from which places are counted, nor the choice
    # of a column: ONNX Runtime is handed the places and spared the choice.
    places = torch.tensor([[*range(16), *[0, 1] * 248]])

    def scores(input_ids, attention_mask, token_type_ids, position_ids):
        states = model.tapas(input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids,
                             position_ids=position_ids).last_hidden_state
        return torch.einsum("bsj,j->bs", states, model.output_weights) + model.output_bias

    given = inputs | {"position_ids": places}
    return Family("tapas", model, [Row("TAPAS-base, 512 tokens", "table 512", inputs, exported=given)],
                  {"model": (Output(model, scores), list(given), {})}, [(inputs, "logits")])


def gpt2():
    model = base(transformers.GPT2LMHeadModel, transformers.GPT2Config())
    layers, heads, width = model.config.n_layer, model.config.n_head, model.config.n_embd // model.config.n_head
    names = [f"{kind}.{layer}" for layer in range(layers) for kind in ("key", "value")]

    def decode(input_ids, *past):
        pairs = tuple((past[2 * i], past[2 * i + 1]) for i in range(layers))
        cache = transformers.DynamicCache.from_legacy_cache(pairs)
        found = model(input_ids, past_key_values=cache, use_cache=True)
        present = found.past_key_values
        if not isinstance(present, tuple):
            present = present.to_legacy_cache()
        return (found.logits[:, -1], *(x for pair in present for x in pair))

    def past(batch, length):
        with torch.inference_mode():
            found = model(ids(*[length] * batch), use_cache=True, logits_to_keep=1).past_key_values
        found = found if isinstance(found, tuple) else found.to_legacy_cache()
        return {name: x.contiguous() for name, x in zip(names, (x for pair in found for x in pair))}

    length, steps = 128, 16
    rows = [Row("GPT-2 small, prefill of 1,024 tokens", "prefill 1024", {"input_ids": ids(1024)}, "prefill")]
    for batch in (1, 16):
        rows.append(Row(f"GPT-2 small, a token after {length}, batch {batch}", f"decode {batch} {length} {steps}",
                        {"input_ids": ids(*[1] * batch), **past(batch, length)}, "decode", steps, length))
    graphs = {
        "prefill": (Output(model, lambda input_ids: model(input_ids, use_cache=False, logits_to_keep=1).logits[:, -1]),
                    ["input_ids"], {"input_ids": {1: "tokens"}}),
        "decode": (Output(model, decode), ["input_ids", *names],
                   {"input_ids": {0: "batch"}, **{name: {0: "batch", 2: "past"} for name in names}}),
    }
    return Family("gpt2", model, rows, graphs, [({"input_ids": ids(96)}, "logits")])


families = {f.__name__: f for f in (vit, clip, wav2vec2, bert, tapas, gpt2)}


def export(family, graph, folder):
    """Writes a graph's ONNX file; returns its path."""
    module, inputs, axes = family.graphs[graph]
    row = [r for r in family.rows if r.graph == graph][-1]  # The last has padding, where there is some.
    example = tuple((row.exported or row.inputs)[name] for name in inputs)
    path = os.path.join(folder, f"{graph}.onnx")
    with torch.no_grad():
        found = module(*example)
        outputs = ["output", *(f"present.{n}" for n in inputs[1:])] if isinstance(found, tuple) else ["output"]
        torch.onnx.export(module, example, path, dynamo=False, opset_version=17, input_names=inputs,
                          output_names=outputs, dynamic_axes=axes)
    return path
