"""Makes the GPT-2 parity fixtures: two tiny checkpoints with inputs and outputs of the reference.

Run by hand, in this folder, with the versions that ../decoders.py names:

    OMP_NUM_THREADS=1 python generate.py
"""
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, "..")
import json

import torch
import torch.nn.functional as F
from decoders import make, manifest
from transformers import GPT2Config, GPT2LMHeadModel, GPT2TokenizerFast, pipeline
from transformers.models.gpt2.tokenization_gpt2 import bytes_to_unicode

SEEDS = {"a": 301, "b": 302}


def bare(tensors):
    """The names and buffers of the checkpoints that were published: no prefix, a causal mask in every layer."""
    tensors = {key.removeprefix("transformer."): value for key, value in tensors.items()}
    places = tensors["wpe.weight"].shape[0]
    mask = torch.ones(1, 1, places, places, dtype=tensors["wpe.weight"].dtype).tril()
    for layer in range(3):
        tensors[f"h.{layer}.attn.bias"] = mask.clone()
        tensors[f"h.{layer}.attn.masked_bias"] = torch.tensor(-1e4)
    return tensors


# tied head, everything else as by default
make("a", GPT2LMHeadModel, GPT2Config(
    vocab_size=70, n_positions=32, n_embd=16, n_layer=2, n_head=4, bos_token_id=69, eos_token_id=69), SEEDS["a"])
# scores scaled by layer as well, sizes that fill no register; half precision, names without a prefix
make("b", GPT2LMHeadModel, GPT2Config(
    vocab_size=61, n_positions=27, n_embd=18, n_layer=3, n_head=3, n_inner=40, activation_function="relu",
    layer_norm_epsilon=1e-6, scale_attn_by_inverse_layer_idx=True, bos_token_id=1, eos_token_id=[2, 60]),
    SEEDS["b"], dtype=torch.float16, rename=bare)


def tokenizer(name):
    """A token for each of some bytes, those of an accented letter and of the euro sign among them."""
    letters = bytes_to_unicode()
    text = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ .,!?'-01234"
    tokens = [letters[byte] for byte in list(text.encode()) + [0xC3, 0xA9, 0xE2, 0x82, 0xAC]] + ["<|endoftext|>"]
    with open(f"{name}/vocab.json", "w") as file:
        json.dump({token: i for i, token in enumerate(tokens)}, file)
    with open(f"{name}/merges.txt", "w") as file:
        file.write("#version: 0.2\n")
    GPT2TokenizerFast(f"{name}/vocab.json", f"{name}/merges.txt", model_max_length=32).save_pretrained(name)
    return GPT2TokenizerFast.from_pretrained(name)


def texts(name):
    """Adds what the pipeline says, and likelihoods as lm-evaluation-harness 0.4.13 defines them."""
    own = tokenizer(name)
    model = GPT2LMHeadModel.from_pretrained(name, attn_implementation="eager").eval()
    ask = pipeline("text-generation", model=model, tokenizer=own)
    answers = []
    for options in (dict(max_new_tokens=10), dict(max_new_tokens=7, return_full_text=False, repetition_penalty=1.4),
                    dict(num_beams=3, num_return_sequences=2, max_new_tokens=6), dict(max_length=16)):
        for prompt in ("How are you", "caf\u00e9 , it 's"):
            answers.append(dict(prompt=prompt, options=options, answers=ask(prompt, do_sample=False, **options)))

    def scored(context, continuation, limit=32):
        tokens = (context + continuation)[-(limit + 1):]
        with torch.no_grad():
            logits = F.log_softmax(model(torch.tensor([tokens[:-1]])).logits[0], -1)[-len(continuation):]
        target = torch.tensor(continuation)
        return float(logits.gather(1, target[:, None]).sum()), bool((logits.argmax(-1) == target).all())

    def encoded(context, continuation):
        prefix = own.bos_token_id
        if context == "":
            ids = own.encode(continuation, add_special_tokens=False)
            return ([prefix], ids) if ids[0] != prefix else (ids[:1], ids[1:])
        spaces = len(context) - len(context.rstrip())
        if spaces:
            continuation, context = context[-spaces:] + continuation, context[:-spaces]
        given = own.encode(context)
        return given, own.encode(context + continuation)[len(given):]

    def windows(ids, limit=32):
        done = min(limit, len(ids))
        yield [own.bos_token_id] + ids[:done - 1], ids[:done]
        while done < len(ids):
            count = min(len(ids) - done, limit)
            end = done + count
            yield ids[end - limit - 1:end - 1], ids[end - count:end]
            done = end

    pairs, rolling = [], []
    for context, continuation in (("How are", " you"), ("How are ", "you"), ("", "you?"), ("", "<|endoftext|>a"),
                                  ("a" * 40, " b"), ("one, two", ", three"), ("How are you", answers[0]["answers"][0]["generated_text"][11:12])):
        total, is_greedy = scored(*encoded(context, continuation))
        pairs.append(dict(context=context, continuation=continuation, sum=total, is_greedy=is_greedy))
    for text in ("you", "a quick brown fox jumps over the lazy dog, and then it does that again. Or not?", "b" * 32, "c" * 33):
        total = 0
        for given, predicted in windows(own.encode(text)):
            total += scored(given[:len(given) - (len(predicted) - 1)], predicted)[0]
        rolling.append(dict(text=text, sum=total))

    def advancing(ids, length, stride):
        """The sum and the number of scored tokens, as Hugging Face's page on perplexity has it."""
        total, count, done = 0.0, 0, 0
        for begin in range(0, len(ids), stride):
            end = min(begin + length, len(ids))
            window = torch.tensor([ids[begin:end]])
            labels = window.clone()
            labels[:, :-(end - done)] = -100
            scored = int((labels[:, 1:] != -100).sum())
            if scored:
                with torch.no_grad():
                    total -= float(model.double()(window, labels=labels).loss) * scored
                count += scored
            done = end
            if end == len(ids):
                break
        return dict(sum=total, tokens=count)

    strided = []
    long = "a quick brown fox jumps over the lazy dog, and then it does that again. Or not?"
    for length, stride in ((32, 32), (32, 16), (32, 5), (12, 1), (12, 12), (2, 2), (2, 1)):
        strided.append(dict(text=long, window=length, stride=stride) | advancing(own.encode(long), length, stride))
    model.float()
    path = f"{name}/io.json"
    recorded = json.load(open(path))
    with open(path, "w") as file:
        json.dump(recorded | {"pipeline": answers, "likelihoods": pairs, "rolling": rolling, "strided": strided}, file, indent=1)
    print([answer["answers"] for answer in answers], pairs, rolling)


texts("a")
manifest(SEEDS)
