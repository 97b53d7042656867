"""Hold Assay's answers over the held-out text against the reference's, computed from the same files.

Needs PyPI's torch and transformers, and a database in which Assay has run the suite (which says how its
data is made):

    assay run suites/held-out-text --db db/held-out-text.sqlite
    python suites/quickstart/models/starter-gpt2/compare.py db/held-out-text.sqlite

Log-likelihoods may differ by what float32 gives over so many tokens; continuations may not differ at all
but where two tokens tie. Prints what differs and exits with 1 if anything does.
"""

import argparse
import math
import pathlib
import sys

import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast, pipeline

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import recipe

# Nats for each token, and of the difference between the best two where a continuation differs.
NEAR, TIE = 1e-4, 1e-4


class Reference:
    def __init__(self):
        self.model = GPT2LMHeadModel.from_pretrained(HERE, torch_dtype=torch.float32).eval()
        self.tokenizer = GPT2TokenizerFast.from_pretrained(HERE)
        self.length = self.model.config.n_positions
        self.generator = pipeline("text-generation", self.model, tokenizer=self.tokenizer, device="cpu")

    @torch.inference_mode()
    def log_likelihood(self, text: str) -> tuple[float, int]:
        """lm-evaluation-harness' windows: full ones one after the other, the last one filled up from before."""
        ids = [self.tokenizer.eos_token_id, *self.tokenizer(text, verbose=False)["input_ids"]]
        total = 0.0
        for start in range(0, len(ids) - 1, self.length):
            end = min(start + self.length, len(ids) - 1)
            window = torch.tensor(ids[max(0, end - self.length) : end + 1])
            scores = self.model(window[None, :-1]).logits[0].log_softmax(-1)
            said = scores.gather(-1, window[1:, None])[:, 0].double()
            total += float(said[len(said) - (end - start) :].sum())
        return total, len(ids) - 1

    @torch.inference_mode()
    def continuation(self, text: str) -> str:
        return self.generator(text, max_new_tokens=20, do_sample=False, return_full_text=False,
                              pad_token_id=self.tokenizer.eos_token_id)[0]["generated_text"]

    @torch.inference_mode()
    def margin(self, text: str, ours: str, theirs: str) -> float:
        """The scores' difference where two continuations part."""
        one, other = (self.tokenizer(text + said)["input_ids"] for said in (ours, theirs))
        at = next((i for i, pair in enumerate(zip(one, other)) if pair[0] != pair[1]), None)
        if at is None:
            return math.inf
        scores = self.model(torch.tensor([other[:at]])).logits[0, -1]
        return abs(float(scores[one[at]] - scores[other[at]]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    parser.add_argument("--model", default="starter-gpt2")
    parser.add_argument("--passages", default="held-out-text", help="the dataset of the task perplexity")
    parser.add_argument("--greedy", default="beginnings", help="the dataset of greedy continuations; empty for none")
    arguments = parser.parse_args()
    reference = Reference()
    wrong = 0

    nats, size, largest = {}, {}, 0.0
    answers = recipe.assay_answers(arguments.database, "perplexity", arguments.model, arguments.passages)
    for answer in answers:
        ours = answer["output"][0]["log_likelihood"]
        theirs, tokens = reference.log_likelihood(answer["text"])
        kind = answer["attributes"]["kind"]
        for name in (kind, "all"):
            nats.setdefault(name, [0.0, 0.0])
            nats[name][0] += ours
            nats[name][1] += theirs
            size[name] = size.get(name, 0) + len(answer["text"].encode())
        largest = max(largest, abs(ours - theirs) / tokens)
        if abs(ours - theirs) > NEAR * tokens:
            wrong += 1
            print(f"{answer['key']}: {ours:.4f} instead of {theirs:.4f} nats over {tokens} tokens")
    print(f"{len(answers)} texts, the largest difference is {largest:.1e} nats a token")
    for name, (ours, theirs) in nats.items():
        scale = -1 / math.log(2) / size[name]
        print(f"bits per byte, {name}: reference {theirs * scale:.4f}, Assay {ours * scale:.4f} ({size[name]:,} bytes)")

    largest = 0.0
    pairs = recipe.assay_answers(arguments.database, "sentence-likelihood", arguments.model, "mild-pairs")
    shares = [0, 0]
    for answer in pairs:
        ours = [choice["log_likelihood"] for choice in answer["output"]]
        theirs, tokens = zip(*(reference.log_likelihood(choice["text"]) for choice in answer["output"]))
        shares[0] += ours[0] > ours[1]
        shares[1] += theirs[0] > theirs[1]
        for one, other, count in zip(ours, theirs, tokens):
            largest = max(largest, abs(one - other) / count)
            if abs(one - other) > NEAR * count:
                wrong += 1
                print(f"pair {answer['key']}: {one:.4f} instead of {other:.4f}")
    print(f"{len(pairs)} pairs, the largest difference is {largest:.1e} nats a token")
    if pairs:
        print(f"stereotype share: reference {shares[1] / len(pairs):.4f}, Assay {shares[0] / len(pairs):.4f}")

    same = 0
    written = recipe.assay_answers(arguments.database, "text-generation", arguments.model, arguments.greedy) \
        if arguments.greedy else []
    for answer in written:
        ours = answer["output"]["text"]
        theirs = reference.continuation(answer["text"])
        same += ours == theirs
        if ours != theirs:
            margin = reference.margin(answer["text"], ours, theirs)
            wrong += margin > TIE
            print(f"{answer['text']!r}: {ours!r} instead of {theirs!r}, {margin:.1e} apart")
    print(f"{same} of {len(written)} greedy continuations are the same")
    print(f"{wrong} differences that no tie and no rounding explains")
    return 1 if wrong or not answers else 0


if __name__ == "__main__":
    sys.exit(main())
