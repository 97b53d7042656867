"""What the generate.py of bert, distilbert, roberta and xlm-roberta share.

Run by hand with torch 2.13.0+cpu, transformers 4.49.0, tokenizers 0.21.4, safetensors 0.8.0, numpy 2.3.5.
"""
import collections, hashlib, json, os, platform, re, shutil
import numpy as np, safetensors, tokenizers, torch, transformers
from safetensors.torch import load_file, save_file
from transformers import (AutoModel, AutoModelForMaskedLM, AutoModelForQuestionAnswering, AutoModelForSequenceClassification,
                          AutoModelForTokenClassification, pipeline)

# `make parity` tries other seeds.
OFFSET = int(os.environ.get("SEED_OFFSET", 0))

AUTO = {
    "sequence": AutoModelForSequenceClassification,
    "tokens": AutoModelForTokenClassification,
    "masked": AutoModelForMaskedLM,
    "questions": AutoModelForQuestionAnswering,
    "model": AutoModel,
}

# What the vocabularies are made of.
WORDS = """the a cat dog bird sat on mat in paris london berlin anna smith and john of capital is was love hate this film
movie book good bad great it river people play play ing ed s er un ##ing ##ed ##s ##er ##ly ##ion ##est not new york""".split()

SENTENCES = [
    "The cat sat on the mat.",
    "Anna Smith met John in New York, not in Paris!",
    "I love it, unbelievably.",
    "Bad.",
]
PAIRS = [
    ("The cat sat on the mat.", "The dog sat in Berlin."),
    ("London is the capital.", "It was a great book and people loved it."),
]
QUESTIONS = [
    dict(question="Who met John?", context="Anna Smith met John in New York, not in Paris! Unbelievably, people loved it."),
    dict(question="Where?", context="The dog sat in Berlin."),
    dict(question="What is the capital?", context="It was good. " * 3 + "London is the capital, and the cat sat on the mat. " * 3),
]
LONG = "The quick brown fox jumps over the lazy dog and the river. " * 6


def randomize(model, seed, head_scale=3.0, plain=("classifier", "score", "qa_outputs")):
    """Weights that make every layer matter, and a head that is sure of something."""
    torch.manual_seed(seed)
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            noise = torch.randn_like(parameter)
            if re.search(r"(?i)norm", key) and key.endswith("weight"):
                parameter.copy_(1 + 0.2 * noise)
            elif parameter.dim() == 1:
                parameter.copy_(0.2 * noise)
            elif "embeddings" in key:
                parameter.copy_(0.4 * noise)
            else:
                scale = head_scale if key.startswith(plain) else 1.2
                parameter.copy_(scale * noise / parameter[0].numel() ** 0.5)


def wordpiece(folder, tokenizer_class, lower, **options):
    """A WordPiece tokenizer over letters, digits, marks and a few words."""
    letters = "abcdefghijklmnopqrstuvwxyz" + ("" if lower else "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    words = WORDS if lower else WORDS + ["The", "Anna", "John", "London", "Berlin", "New", "York"]
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *"0123456789.,:;!?'-"]
    vocabulary += ["##" + letter for letter in letters] + words
    path = f"{folder}/vocab.txt"
    with open(path, "w") as file:
        file.write("\n".join(dict.fromkeys(vocabulary)) + "\n")
    return tokenizer_class(path, do_lower_case=lower, **options)


def byte_level(folder, tokenizer_class, merges, **options):
    """A byte-level BPE tokenizer trained on the words above."""
    trained = tokenizers.ByteLevelBPETokenizer()
    text = [" ".join(WORDS).replace("##", "")] + SENTENCES * 2 + [" ".join(pair) for pair in PAIRS]
    trained.train_from_iterator(text, vocab_size=261 + merges, min_frequency=2, show_progress=False,
                                special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    trained.save_model(folder)
    return tokenizer_class(f"{folder}/vocab.json", f"{folder}/merges.txt", **options)


class Fixture:
    """One checkpoint folder and what the reference says of it."""

    def __init__(self, name, kind, config, tokenizer, seed, dtype=torch.float32, keep=("tokenizer.json", "tokenizer_config.json")):
        self.name, self.tokenizer = name, tokenizer
        self.model = AUTO[kind].from_config(config, attn_implementation="eager").eval()
        randomize(self.model, seed + OFFSET)
        if tokenizer is not None and kind in ("sequence", "tokens") and self.model.config.num_labels > 1:
            self.balance()
        self.model = self.model.to(dtype)
        self.model.save_pretrained(name)
        # Not read back: 4.49 loses RoBERTa's `lm_head.bias` where `lm_head.decoder.bias` is not stored.
        self.model = self.model.float()
        if tokenizer is not None:
            tokenizer.save_pretrained(name)
            for file in ("vocab.txt", "vocab.json", "merges.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
                if file not in keep and os.path.exists(f"{name}/{file}"):
                    os.remove(f"{name}/{file}")
            if "tokenizer.json" in keep:
                compact(f"{name}/tokenizer.json")
            if "tokenizer_config.json" in keep:
                compact(f"{name}/tokenizer_config.json")
        self.tensors, self.calls, self.pipelines = {}, [], []

    def balance(self):
        """Moves the classifier's bias so that no label always wins."""
        layer = getattr(self.model.classifier, "out_proj", self.model.classifier)
        encoded = self.encode(SENTENCES)
        with torch.no_grad():
            logits = self.model(**encoded).logits
            if logits.dim() == 3:
                logits = logits[encoded["attention_mask"] == 1]
            factor = 1.3 / logits.std(0).mean()
            layer.weight *= factor
            layer.bias.copy_(layer.bias * factor - logits.mean(0) * factor)

    def rewrite(self, change):
        """Changes the stored tensors' names, or adds tensors."""
        path = f"{self.name}/model.safetensors"
        save_file(change(load_file(path)), path, metadata={"format": "pt"})

    def configure(self, **values):
        """Sets keys of config.json, or removes those given as None."""
        path = f"{self.name}/config.json"
        config = json.load(open(path))
        for key, value in values.items():
            config.pop(key, None)
            if value is not None:
                config[key] = value
        json.dump(config, open(path, "w"), indent=2)

    def call(self, tag, inputs, outputs, hidden=(), attentions=False):
        """Runs the model on tensors and records the outputs named."""
        prefix = f"{tag}." if tag else ""
        options = {}
        if hidden:
            options["output_hidden_states"] = True
        if attentions:
            options["output_attentions"] = True
        with torch.no_grad():
            result = self.model(**inputs, **options)
        call = {"model_class": type(self.model).__name__, "inputs": {}, "kwargs": options, "outputs": {}, "valid_where_mask_is_1": {}}
        for key, value in inputs.items():
            self.tensors[f"in.{prefix}{key}"] = value
            call["inputs"][key] = f"in.{prefix}{key}"
        masked = "attention_mask" in inputs and bool((inputs["attention_mask"] == 0).any())

        def record(name, attribute, tensor):
            self.tensors[name] = tensor
            call["outputs"][name] = attribute
            if masked and (tensor.dim() >= 3 or attribute.endswith("_logits")) and tensor.shape[1] == inputs["input_ids"].shape[1]:
                call["valid_where_mask_is_1"][name] = f"in.{prefix}attention_mask"
        for attribute in outputs:
            record(f"out.{prefix}{attribute}", attribute, getattr(result, attribute))
        for index in hidden:
            record(f"mid.{prefix}hidden_{index}", f"hidden_states.{index}", result.hidden_states[index])
        if attentions:
            record(f"mid.{prefix}attention_0", "attentions.0", result.attentions[0])
        self.calls.append(call)
        return result

    def encode(self, texts, pairs=None, **options):
        options = {"padding": True, "return_tensors": "pt"} | options
        encoded = self.tokenizer(texts, pairs, **options)
        return {key: encoded[key] for key in self.tokenizer.model_input_names}

    def ask(self, task, inputs, call=None, **options):
        """Records what the pipeline answers to each input alone."""
        asked = pipeline(task, model=self.model, tokenizer=self.tokenizer, device="cpu")
        for value in inputs:
            answer = asked(value, **options, **(call or {}))
            self.pipelines.append({"task": task, "input": value, "options": options, "output": plain(answer)})

    def ask_questions(self):
        """Records what the question-answering pipeline answers; the third text needs several windows."""
        task = "question-answering"
        self.ask(task, QUESTIONS)
        self.ask(task, QUESTIONS, handle_impossible_answer=True)
        self.ask(task, QUESTIONS, max_answer_len=3)
        self.ask(task, QUESTIONS[2:], max_seq_len=40, doc_stride=9)

    def save(self):
        save_file({key: value.contiguous().clone() for key, value in self.tensors.items()}, f"{self.name}/io.safetensors")
        with open(f"{self.name}/io.json", "w") as file:
            json.dump({"calls": self.calls, "pipelines": self.pipelines}, file, ensure_ascii=False, separators=(",", ":"))
        for file in os.listdir(self.name):
            if file.endswith(".safetensors"):
                os.chmod(f"{self.name}/{file}", 0o644)
        print(self.name, sum(p.numel() for p in self.model.parameters()), sum(os.path.getsize(f"{self.name}/{f}") for f in os.listdir(self.name) if os.path.isfile(f"{self.name}/{f}")))


def compact(path):
    value = json.load(open(path))
    with open(path, "w") as file:
        json.dump(value, file, ensure_ascii=False, separators=(",", ":"))


def plain(value):
    """numpy's numbers as Python's; single precision is kept to nine digits."""
    if isinstance(value, dict):
        return {key: plain(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(member) for member in value]
    if isinstance(value, (float, np.floating)):
        return float(f"{float(value):.9g}")
    if isinstance(value, np.integer):
        return int(value)
    return value


def start(*names):
    """Empty folders for the variants."""
    for name in names:
        shutil.rmtree(name, ignore_errors=True)
        os.makedirs(name)


def manifest(seeds):
    files = {}
    for folder, _, names in sorted(os.walk(".")):
        for name in sorted(names):
            path = os.path.relpath(os.path.join(folder, name))
            if path != "MANIFEST.json" and "__pycache__" not in path:
                files[path] = hashlib.sha256(open(path, "rb").read()).hexdigest()
    with open("MANIFEST.json", "w") as file:
        json.dump({
            "reference": {"transformers": transformers.__version__, "torch": torch.__version__, "tokenizers": tokenizers.__version__,
                          "safetensors": safetensors.__version__, "numpy": np.__version__, "python": platform.python_version()},
            "seeds": {name: seed + OFFSET for name, seed in seeds.items()},
            "tolerance": 1e-5,
            "sha256": files,
        }, file, indent=1)
