"""Makes RoBERTa's parity fixtures, one tiny checkpoint for each head, with the reference's tensors and pipelines' answers.

Run by hand, in this folder; versions in ../encoders.py:

    OMP_NUM_THREADS=1 python generate.py
"""
import sys
sys.path.insert(0, "..")
sys.dont_write_bytecode = True
import torch
from transformers import RobertaConfig, RobertaTokenizerFast
import encoders
from encoders import LONG, PAIRS, SENTENCES, Fixture, byte_level

SEEDS = {"a": 501, "b": 502, "tokens": 503, "questions": 504}
encoders.start(*SEEDS)


def labels(names):
    return dict(id2label=dict(enumerate(names)), label2id={name: index for index, name in enumerate(names)})


def config(tokenizer, **values):
    defaults = dict(vocab_size=len(tokenizer), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=36,
                    max_position_embeddings=50, type_vocab_size=1, pad_token_id=1, bos_token_id=0, eos_token_id=2)
    return RobertaConfig(**(defaults | values))


# Masked words; the head's GELU is the exact one whatever the body's is.
tokenizer = byte_level("a", RobertaTokenizerFast, 60, model_max_length=48)
f = Fixture("a", "masked", config(tokenizer, hidden_act="gelu_new"), tokenizer, SEEDS["a"])
MASKED = ["The capital of <mask> is Paris.", "<mask> sat on the<mask>."]
f.call("", f.encode(MASKED), ["logits"], hidden=(0, 1, 2))
f.call("positions", dict(input_ids=torch.tensor([[0, 9, 1, 12, 2]])), ["logits"])
f.ask("fill-mask", MASKED)
f.ask("fill-mask", MASKED[:1], targets=["\u0120the", "a", "Paris"])
f.save()

# Natural-language inference.
tokenizer = byte_level("b", RobertaTokenizerFast, 60, model_max_length=48)
f = Fixture("b", "sequence", config(tokenizer, hidden_size=18, num_hidden_layers=3, num_attention_heads=3, hidden_act="relu", layer_norm_eps=1e-5,
            **labels(["CONTRADICTION", "NEUTRAL", "ENTAILMENT"])), tokenizer, SEEDS["b"], torch.float16)
f.call("", f.encode(*map(list, zip(*PAIRS))), ["logits"], hidden=(0, 3), attentions=True)
f.call("left", f.encode(SENTENCES[:2], padding_side="left"), [], hidden=(3,))
f.ask("text-classification", [dict(text=a, text_pair=b) for a, b in PAIRS], top_k=None)
f.ask("zero-shot-classification", SENTENCES[:2], candidate_labels=["animals", "places", "films"])
f.ask("zero-shot-classification", SENTENCES[:2], candidate_labels=["animals", "places", "films"], multi_label=True)
f.ask("zero-shot-classification", [LONG], candidate_labels=["animals", "places"])
f.save()

# A class for each token of a tokenizer that knows no words.
tokenizer = byte_level("tokens", RobertaTokenizerFast, 40, model_max_length=48, add_prefix_space=True)
f = Fixture("tokens", "tokens", config(tokenizer, **labels(["O", "B-PER", "I-PER", "B-LOC", "I-LOC"])), tokenizer, SEEDS["tokens"], torch.float16)
f.call("", f.encode(SENTENCES[:2]), ["logits"], hidden=(0, 2))
for strategy in ("none", "simple", "first", "average", "max"):
    f.ask("token-classification", [SENTENCES[1], "naïve café"], aggregation_strategy=strategy)
f.save()

# Where an answer begins and ends.
tokenizer = byte_level("questions", RobertaTokenizerFast, 60, model_max_length=48)
f = Fixture("questions", "questions", config(tokenizer), tokenizer, SEEDS["questions"], torch.float16)
f.call("", f.encode(*map(list, zip(*PAIRS))), ["start_logits", "end_logits"], hidden=(0, 2))
f.ask_questions()
f.save()

encoders.manifest(SEEDS)
