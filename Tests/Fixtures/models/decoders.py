"""What the generate.py of every decoder family shares: weights, recorded calls, generation, the manifest.

Needs torch 2.13.0+cpu, transformers 4.49.0, safetensors 0.8.0, numpy 2.3.5. SEED_OFFSET is added to every seed.
"""
import hashlib, json, os, platform
import numpy, safetensors, torch, transformers
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from transformers import (RepetitionPenaltyLogitsProcessor, TemperatureLogitsWarper, TopKLogitsWarper,
                          TopPLogitsWarper)

OFFSET = int(os.environ.get("SEED_OFFSET", 0))


def fill(model, seed):
    """Random weights of a size that lets every parameter change the outputs."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            if "ln_" in key or "norm" in key:
                parameter.copy_((1 if key.endswith("weight") else 0) + 0.2 * noise)
            elif parameter.dim() == 1:
                parameter.copy_(0.1 * noise)
            elif "wte" in key or "wpe" in key or "embed" in key:
                parameter.copy_(0.5 * noise)
            else:
                # GPT-2 stores [in, out], the others [out, in].
                inputs = parameter.shape[0] if "c_" in key and model.config.model_type == "gpt2" else parameter.shape[1]
                parameter.copy_((2 if "lm_head" in key else 1) * noise / inputs ** 0.5)
    return model


def trimmed(ids, prompt, eos):
    """A generated sequence without the padding after its end."""
    ids = ids.tolist()
    for place in range(prompt, len(ids)):
        if eos is not None and ids[place] in eos:
            return ids[:place + 1]
    return ids


def greedy(model, ids, count):
    """The best next tokens, and the least gap between the best and the second."""
    gap = 1e9
    for _ in range(count):
        logits = model(input_ids=ids).logits[:, -1]
        best = logits.topk(2).values[0]
        gap = min(gap, float(best[0] - best[1]))
        ids = torch.cat([ids, logits.argmax(-1, keepdim=True)], 1)
    return ids, gap


def record(name, model, seed):
    """Runs a model as calls, generation and likelihoods, and writes io.json and io.safetensors."""
    vocabulary = model.config.vocab_size
    generator = torch.Generator().manual_seed(seed + 1)
    draw = lambda *shape: torch.randint(0, vocabulary, shape, generator=generator)
    model.generation_config.pad_token_id = 0
    model.generation_config.eos_token_id = None
    ids = draw(1, 11)
    batch, mask = draw(3, 9), torch.ones(3, 9, dtype=torch.int64)
    for row, length in enumerate((9, 4, 7)):
        mask[row, length:] = 0
    tensors = {"in.input_ids": ids, "in.batch.input_ids": batch, "in.batch.attention_mask": mask}
    calls = []

    def call(tag, inputs, options, masks):
        # In double precision: the reference's own rounding in single precision can come close to the tolerance.
        result = model.double()(**{key: tensors[value] for key, value in inputs.items()}, **options)
        model.float()
        outputs = {f"out.{tag}logits": "logits"}
        tensors[f"out.{tag}logits"] = result.logits.float()
        if options:
            for i, state in enumerate(result.hidden_states):
                tensors[f"mid.{tag}hidden_{i}"] = state.float()
                outputs[f"mid.{tag}hidden_{i}"] = f"hidden_states.{i}"
            for i, attention in enumerate(result.attentions[:2]):
                tensors[f"mid.{tag}attention_{i}"] = attention.float()
                outputs[f"mid.{tag}attention_{i}"] = f"attentions.{i}"
        calls.append({"model_class": type(model).__name__, "inputs": inputs, "kwargs": options, "outputs": outputs,
                      "valid_where_mask_is_1": masks})
        return result

    with torch.no_grad():
        result = call("", {"input_ids": "in.input_ids"}, {"output_hidden_states": True, "output_attentions": True}, {})
        call("batch.", {"input_ids": "in.batch.input_ids", "attention_mask": "in.batch.attention_mask"}, {},
             {"out.batch.logits": "in.batch.attention_mask"})

        generated = []
        for length in (11, 3):
            prompt = ids[:, :length]
            answer, gap = greedy(model, prompt, 12)
            generated.append({"prompt_ids": prompt[0].tolist(), "ids": answer[0].tolist(), "min_top2_gap": gap})
        penalised = model.generate(ids, do_sample=False, max_new_tokens=12, repetition_penalty=1.3, no_repeat_ngram_size=2)

        beams, eos = [], None
        for options in (dict(length_penalty=1.0, early_stopping=False), dict(length_penalty=1.0, early_stopping=False),
                        dict(length_penalty=2.0, early_stopping="never"), dict(length_penalty=0.0, early_stopping=True)):
            found = model.generate(ids, num_beams=3, num_return_sequences=3, max_new_tokens=8, do_sample=False,
                                   return_dict_in_generate=True, output_scores=True, eos_token_id=eos, **options)
            beams.append(dict(options, num_beams=3, num_return_sequences=3, max_new_tokens=8, eos_token_id=eos,
                              ids=[trimmed(row, ids.shape[1], eos) for row in found.sequences],
                              scores=found.sequences_scores.tolist()))
            # The next searches end where this one went.
            eos = eos or [beams[0]["ids"][1][ids.shape[1] + 3], beams[0]["ids"][0][ids.shape[1] + 5]]

        last = result.logits[:, -1].float()
        steps = {
            "": [],
            "_temp0.7_topk5": [TemperatureLogitsWarper(0.7), TopKLogitsWarper(5)],
            "_topp0.8": [TopPLogitsWarper(0.8)],
            "_reppen1.3": [RepetitionPenaltyLogitsProcessor(1.3)],
            "_all": [RepetitionPenaltyLogitsProcessor(1.3), TemperatureLogitsWarper(0.7), TopKLogitsWarper(9),
                     TopPLogitsWarper(0.9)],
        }
        for key, own in steps.items():
            scores = last.clone()
            for step in own:
                scores = step(ids, scores)
            tensors["out.next_logits" + key] = scores.clamp(min=-1e30)
        tensors["out.token_logprobs"] = F.log_softmax(result.logits[0, :-1], -1).gather(1, ids[0, 1:, None])[:, 0].float()

    save_file({key: value.contiguous() for key, value in tensors.items()}, f"{name}/io.safetensors")
    with open(f"{name}/io.json", "w") as file:
        json.dump({"calls": calls, "greedy": generated,
                   "greedy_penalised": {"repetition_penalty": 1.3, "no_repeat_ngram_size": 2, "max_new_tokens": 12,
                                        "ids": penalised.tolist()},
                   "beams": beams}, file, indent=1)
    print(name, sum(p.numel() for p in model.parameters()), min(one["min_top2_gap"] for one in generated), [b["scores"] for b in beams])


def make(name, model_class, config, seed, dtype=torch.float32, rename=None):
    """Writes a checkpoint and what the reference computes with it."""
    seed += OFFSET
    os.makedirs(name, exist_ok=True)
    model = fill(model_class(config), seed).to(dtype)
    model.save_pretrained(name)
    if rename:
        path = f"{name}/model.safetensors"
        save_file(rename(load_file(path)), path, {"format": "pt"})
    model = model_class.from_pretrained(name, torch_dtype=torch.float32, attn_implementation="eager").eval()
    record(name, model, seed)


def manifest(seeds):
    """Writes MANIFEST.json: versions, seeds, and the digest of every file."""
    files = {}
    for folder, _, names in sorted(os.walk(".")):
        for name in sorted(names):
            path = os.path.relpath(os.path.join(folder, name))
            if path != "MANIFEST.json" and "__pycache__" not in path:
                files[path] = hashlib.sha256(open(path, "rb").read()).hexdigest()
    with open("MANIFEST.json", "w") as file:
        json.dump({
            "reference": {"transformers": transformers.__version__, "torch": torch.__version__,
                          "safetensors": safetensors.__version__, "numpy": numpy.__version__,
                          "python": platform.python_version()},
            "seeds": {name: seed + OFFSET for name, seed in seeds.items()},
            "tolerance": 1e-5,
            "sha256": files,
        }, file, indent=1)
