"""What the parity fixtures of speech recognisers share: two tiny checkpoints each, what the reference computes of a
batch, and what its pipeline answers about short and long recordings.

Needs torch 2.13.0+cpu, transformers 4.49.0, safetensors 0.8.0, numpy 2.3.5; see README.md.
"""
import hashlib, json, os, platform
import numpy as np, safetensors, safetensors.torch, torch, transformers
from transformers import AutomaticSpeechRecognitionPipeline, Wav2Vec2CTCTokenizer, Wav2Vec2FeatureExtractor

OFFSET = int(os.environ.get("SEED_OFFSET", 0))
TOKENS = ["<pad>", "<s>", "</s>", "<unk>", "|", *"ETAON'X"]


def recording(generator, count):
    """Tones that come and go, with some noise, as 16-bit samples."""
    t = np.arange(count) / 16000
    x = sum(generator.uniform(.1, .4) * np.sin(2 * np.pi * generator.uniform(80, 3000) * t + generator.uniform(0, 6))
            * (np.sin(2 * np.pi * generator.uniform(1, 9) * t + generator.uniform(0, 6)) > 0) for _ in range(5))
    return np.clip((x + generator.normal(0, .02, count)) * 12000 + 200, -32768, 32767).astype(np.int16)


def long_recording(short):
    """Eight times the short one, every second time backwards."""
    return np.concatenate([short[::-1] if i % 2 else short for i in range(8)])


def fill(model, generator):
    """Weights such that every one of them matters and frames differ."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.from_numpy(generator.standard_normal(tuple(parameter.shape))).float()
            if name.endswith("original0"):
                parameter.copy_(0.6 + 0.1 * noise.abs())
            elif "layer_norm" in name and name.endswith("weight"):
                parameter.copy_(1 + 0.2 * noise)
            elif parameter.dim() == 1:
                parameter.copy_(0.1 * noise)
            else:
                gain = 2 if name == "lm_head.weight" else 1
                parameter.copy_(gain * noise / parameter[0].numel() ** 0.5)


def make(name, model_class, config, seed, dtype, former_names, masks, lengths, tokenizer_options):
    seed += OFFSET
    os.makedirs(name, exist_ok=True)
    generator = np.random.default_rng(seed)
    torch.manual_seed(seed)
    vocabulary = {token: i for i, token in enumerate(TOKENS)}
    with open(f"{name}/vocab.json", "w") as file:
        json.dump(vocabulary, file)
    tokenizer = Wav2Vec2CTCTokenizer(f"{name}/vocab.json", **tokenizer_options)
    extractor = Wav2Vec2FeatureExtractor(return_attention_mask=masks)
    model = model_class(config(vocab_size=len(TOKENS), ctc_loss_reduction="sum")).eval()
    fill(model, generator)
    raw = [recording(generator, n) for n in lengths]
    waves = [r.astype(np.float32) / 32768 for r in raw]
    with torch.no_grad():  # every token as likely as any other, so that texts have some of all
        logits = model(**extractor(waves[0], sampling_rate=16000, return_tensors="pt")).logits[0]
        model.lm_head.bias -= logits.mean(0)
    model.to(dtype).save_pretrained(name)
    tokenizer.save_pretrained(name)
    extractor.save_pretrained(name)
    model = model_class.from_pretrained(name, torch_dtype=torch.float32, attn_implementation="eager").eval()
    if former_names:
        path = f"{name}/model.safetensors"
        weights = safetensors.torch.load_file(path)
        weights = {k.replace("parametrizations.weight.original0", "weight_g").replace("parametrizations.weight.original1", "weight_v"): v
                   for k, v in weights.items()}
        safetensors.torch.save_file(weights, path, metadata={"format": "pt"})

    tensors = {f"raw.{i}": torch.from_numpy(r) for i, r in enumerate(raw)}
    calls, decoded = [], []
    with torch.no_grad():
        for tag, given in (("single", waves[:1]), ("batch", waves)):
            options = {"output_hidden_states": True, "output_attentions": True}
            batch = extractor(given, sampling_rate=16000, padding=True, return_tensors="pt")
            result = model(**batch, **options)
            inputs = {}
            for key, value in batch.items():
                tensors[f"in.{tag}.{key}"] = value.to(torch.uint8) if key == "attention_mask" else value
                inputs[key] = f"in.{tag}.{key}"
            outputs = {f"out.{tag}.logits": "logits"}
            tensors[f"out.{tag}.logits"] = result.logits
            for i, state in enumerate(result.hidden_states):
                if tag == "batch" and i % 2:
                    continue
                tensors[f"mid.{tag}.hidden_{i}"] = state
                outputs[f"mid.{tag}.hidden_{i}"] = f"hidden_states.{i}"
            if tag == "single":
                tensors["mid.single.attention_0"] = result.attentions[0]
                outputs["mid.single.attention_0"] = "attentions.0"
                labels = tokenizer("ANT TEN").input_ids
                loss = model(**batch, labels=torch.tensor([labels])).loss
            calls.append({"model_class": model_class.__name__, "inputs": inputs, "kwargs": options, "outputs": outputs,
                          "valid_where_mask_is_1": {}})
        path = model(**extractor(waves[0], sampling_rate=16000, return_tensors="pt")).logits[0]
    gaps = path.topk(2, -1).values
    words = tokenizer.decode(path.argmax(-1), output_word_offsets=True, output_char_offsets=True)
    recognizer = AutomaticSpeechRecognitionPipeline(model=model, tokenizer=tokenizer, feature_extractor=extractor)

    def ask(source, wave, **options):
        answer = recognizer({"raw": wave.copy(), "sampling_rate": 16000}, **options)
        if "chunks" in answer:
            answer["chunks"] = [{"text": c["text"], "timestamp": list(c["timestamp"])} for c in answer["chunks"]]
        return {"audio": source, "options": options, "result": answer}

    long = long_recording(raw[0]).astype(np.float32) / 32768
    second = len(raw[0]) / 16000
    asked = [ask("raw.0", waves[0]), ask("raw.0", waves[0], return_timestamps="word"), ask("raw.0", waves[0], return_timestamps="char"),
             ask("raw.1", waves[1], return_timestamps="word"),
             ask("long", long, return_timestamps="word"),
             ask("long", long, return_timestamps="char", chunk_length_s=2 * second),
             ask("long", long, return_timestamps="word", chunk_length_s=1.7 * second, stride_length_s=[0.3 * second, 0.2 * second]),
             ask("raw.0", waves[0], return_timestamps="word", chunk_length_s=3 * second)]
    paths = [generator.integers(0, len(TOKENS), n).repeat(generator.integers(1, 4, n)).tolist() for n in (0, 1, 9, 30)]
    paths += [[4, 4, 0, 4, 5], [0, 0], [5, 0, 5, 5, 4], [3, 1, 2]]
    cases = []
    for p in paths:
        d = tokenizer.decode(p, output_word_offsets=True, output_char_offsets=True) if p else {"text": "", "char_offsets": [], "word_offsets": []}
        cases.append({"path": p, "text": d["text"], "characters": [[c["char"], int(c["start_offset"]), int(c["end_offset"])] for c in d["char_offsets"]],
                      "words": [[c["word"], int(c["start_offset"]), int(c["end_offset"])] for c in d["word_offsets"]]})
    safetensors.torch.save_file({k: v.contiguous() for k, v in tensors.items()}, f"{name}/io.safetensors")
    with open(f"{name}/io.json", "w") as file:
        json.dump({"calls": calls, "loss": {"labels": labels, "text": "ANT TEN", "value": float(loss)}, "pipeline": asked, "decoding": cases,
                   "least_gap": float((gaps[:, 0] - gaps[:, 1]).min())}, file, separators=(",", ":"))
    size = sum(os.path.getsize(f"{name}/{f}") for f in os.listdir(name))
    print(name, sum(p.numel() for p in model.parameters()), f"{size} bytes, {path.shape[0]} frames, least gap {float((gaps[:, 0] - gaps[:, 1]).min()):.4f}", repr(words.text))


def manifest(seeds):
    files = {}
    for folder, _, names in sorted(os.walk(".")):
        for name in sorted(names):
            path = os.path.relpath(os.path.join(folder, name))
            if path != "MANIFEST.json" and "__pycache__" not in path:
                files[path] = hashlib.sha256(open(path, "rb").read()).hexdigest()
    with open("MANIFEST.json", "w") as file:
        json.dump({
            "reference": {"transformers": transformers.__version__, "torch": torch.__version__, "safetensors": safetensors.__version__,
                          "numpy": np.__version__, "python": platform.python_version()},
            "seeds": seeds,
            "tolerance": 1e-5,
            "sha256": files,
        }, file, indent=1)
