"""Makes DistilBERT's parity fixtures, one tiny checkpoint for each head, with the reference's tensors and pipelines' answers.

Run by hand, in this folder; versions in ../encoders.py:

    OMP_NUM_THREADS=1 python generate.py
"""
import json, os, sys
sys.path.insert(0, "..")
sys.dont_write_bytecode = True
import torch
from safetensors.torch import save_file
from transformers import DistilBertConfig, DistilBertTokenizerFast
import encoders
from encoders import LONG, PAIRS, SENTENCES, Fixture, wordpiece

SEEDS = {"a": 401, "b": 402, "tokens": 403, "masked-lm": 404, "sentences": 405, "questions": 406}
encoders.start(*SEEDS)


def labels(names):
    return dict(id2label=dict(enumerate(names)), label2id={name: index for index, name in enumerate(names)})


def config(tokenizer, **values):
    defaults = dict(vocab_size=len(tokenizer), dim=16, n_layers=2, n_heads=2, hidden_dim=36, max_position_embeddings=48)
    return DistilBertConfig(**(defaults | values))


# One of two classes.
tokenizer = wordpiece("a", DistilBertTokenizerFast, lower=True, model_max_length=48)
f = Fixture("a", "sequence", config(tokenizer, dim=24, n_heads=4, hidden_dim=44, **labels(["NEGATIVE", "POSITIVE"])), tokenizer, SEEDS["a"])
f.call("", f.encode(SENTENCES), ["logits"], hidden=(0, 1))
f.call("pair", f.encode(*map(list, zip(*PAIRS))), ["logits"], attentions=True)
f.ask("text-classification", SENTENCES)
f.ask("text-classification", SENTENCES[:1], top_k=None)
f.ask("text-classification", SENTENCES[:1], top_k=None, function_to_apply="sigmoid")
f.save()

# Natural-language inference with entailment first, sinusoidal positions, ReLU, half precision.
tokenizer = wordpiece("b", DistilBertTokenizerFast, lower=False, model_max_length=40)
f = Fixture("b", "sequence", config(tokenizer, dim=18, n_layers=3, n_heads=3, hidden_dim=29, activation="relu", sinusoidal_pos_embds=True,
            **labels(["ENTAILMENT", "NEUTRAL", "CONTRADICTION"])), tokenizer, SEEDS["b"], torch.float16)
f.call("", f.encode(SENTENCES), ["logits"], hidden=(0, 3))
f.ask("zero-shot-classification", SENTENCES, candidate_labels=["animals", "places", "films"])
f.ask("zero-shot-classification", SENTENCES[1:3], candidate_labels=["animals", "places", "films"], multi_label=True)
f.ask("zero-shot-classification", SENTENCES[:1], candidate_labels="good, bad", hypothesis_template="That is {}, is it not?")
f.ask("zero-shot-classification", SENTENCES[:1], candidate_labels=["good"])
f.ask("zero-shot-classification", [LONG], candidate_labels=["animals", "places"])
f.save()

# A class for each token; labels without prefixes.
tokenizer = wordpiece("tokens", DistilBertTokenizerFast, lower=True, model_max_length=48)
f = Fixture("tokens", "tokens", config(tokenizer, **labels(["O", "PER", "LOC"])), tokenizer, SEEDS["tokens"], torch.float16)
f.call("", f.encode(SENTENCES[:2]), ["logits"], hidden=(0, 2))
f.ask("token-classification", SENTENCES + ["cat ☃ dog ☃☃."], aggregation_strategy="average")
f.ask("token-classification", ["cat ☃ dog ☃☃."], aggregation_strategy="none")
f.save()

# Masked words.
tokenizer = wordpiece("masked-lm", DistilBertTokenizerFast, lower=True, model_max_length=48)
f = Fixture("masked-lm", "masked", config(tokenizer, activation="gelu"), tokenizer, SEEDS["masked-lm"], torch.float16)
MASKED = ["The capital of [MASK] is Paris.", "[MASK] sat on the [MASK]."]
f.call("", f.encode(MASKED), ["logits"], hidden=(0, 2))
f.ask("fill-mask", MASKED)
f.save()

# Sentence embeddings: first token, largest and mean, one after the other, through a dense layer with tanh.
tokenizer = wordpiece("sentences", DistilBertTokenizerFast, lower=True, model_max_length=48)
f = Fixture("sentences", "model", config(tokenizer), tokenizer, SEEDS["sentences"], torch.float16)
f.call("", f.encode(SENTENCES), ["last_hidden_state"], hidden=(0, 1))
modules = [dict(idx=0, name="0", path="", type="sentence_transformers.models.Transformer"),
           dict(idx=1, name="1", path="1_Pooling", type="sentence_transformers.models.Pooling"),
           dict(idx=2, name="2", path="2_Dense", type="sentence_transformers.models.Dense")]
json.dump(modules, open("sentences/modules.json", "w"))
json.dump(dict(max_seq_length=48, do_lower_case=False), open("sentences/sentence_bert_config.json", "w"))
os.makedirs("sentences/1_Pooling")
os.makedirs("sentences/2_Dense")
json.dump(dict(word_embedding_dimension=16, pooling_mode_cls_token=True, pooling_mode_mean_tokens=True, pooling_mode_max_tokens=True,
               pooling_mode_mean_sqrt_len_tokens=False), open("sentences/1_Pooling/config.json", "w"))
json.dump(dict(in_features=48, out_features=5, bias=True, activation_function="torch.nn.modules.activation.Tanh"), open("sentences/2_Dense/config.json", "w"))
weight, bias = torch.randn(5, 48) / 7, torch.randn(5)
save_file({"linear.weight": weight, "linear.bias": bias}, "sentences/2_Dense/model.safetensors")
os.chmod("sentences/2_Dense/model.safetensors", 0o644)
for text in [*SENTENCES, LONG]:
    with torch.no_grad():
        states = f.model(**f.encode([text], truncation=True, max_length=48)).last_hidden_state[0]
    pooled = torch.cat([states[0], states.max(0).values, states.mean(0)])
    f.pipelines.append(dict(task="feature-extraction", input=text, options={}, output=encoders.plain(torch.tanh(weight @ pooled + bias).tolist())))
f.save()

# Where an answer begins and ends.
tokenizer = wordpiece("questions", DistilBertTokenizerFast, lower=False, model_max_length=48)
f = Fixture("questions", "questions", config(tokenizer), tokenizer, SEEDS["questions"], torch.float16)
f.call("", f.encode(*map(list, zip(*PAIRS))), ["start_logits", "end_logits"], hidden=(0, 2))
f.ask_questions()
f.save()

encoders.manifest(SEEDS)
