"""Makes BERT's parity fixtures, one tiny checkpoint for each head, with the reference's tensors and pipelines' answers.

Run by hand, in this folder; versions in ../encoders.py:

    OMP_NUM_THREADS=1 python generate.py
"""
import json, os, sys
sys.path.insert(0, "..")
sys.dont_write_bytecode = True
import torch
from transformers import BertConfig, BertTokenizerFast
import encoders
from encoders import LONG, PAIRS, SENTENCES, Fixture, wordpiece

SEEDS = {"a": 301, "b": 302, "regression": 303, "tokens": 304, "masked-lm": 305, "sentences": 306, "plain": 307, "questions": 308}
encoders.start(*SEEDS)


def labels(names):
    return dict(id2label=dict(enumerate(names)), label2id={name: index for index, name in enumerate(names)})


def config(tokenizer, **values):
    defaults = dict(vocab_size=len(tokenizer), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=36,
                    max_position_embeddings=48)
    return BertConfig(**(defaults | values))


# One of several classes; single precision, exact GELU.
tokenizer = wordpiece("a", BertTokenizerFast, lower=True, model_max_length=48)
f = Fixture("a", "sequence", config(tokenizer, hidden_size=24, num_attention_heads=4, intermediate_size=40, **labels(["bad", "good", "neutral"])), tokenizer, SEEDS["a"])
f.call("", f.encode(SENTENCES), ["logits"], hidden=(0, 1))
f.call("pair", f.encode(*map(list, zip(*PAIRS))), ["logits"], attentions=True)
# The head would read the padding: only the states are compared.
f.call("left", f.encode(SENTENCES[:2], padding_side="left"), [], hidden=(0, 2))
f.ask("text-classification", SENTENCES, top_k=None)
f.ask("text-classification", SENTENCES[:2])
f.ask("text-classification", [dict(text=a, text_pair=b) for a, b in PAIRS], top_k=2)
f.ask("text-classification", [LONG], call=dict(truncation=True), top_k=None)
f.ask("text-classification", SENTENCES[:1], top_k=None, function_to_apply="none")
f.save()

# Several classes at once; half precision, ReLU, another epsilon, LayerNorm's older names, the older vocabulary file.
tokenizer = wordpiece("b", BertTokenizerFast, lower=False, model_max_length=40)
f = Fixture("b", "sequence", config(tokenizer, hidden_size=21, num_hidden_layers=3, num_attention_heads=3, intermediate_size=37, hidden_act="relu",
            layer_norm_eps=1e-6, type_vocab_size=3, problem_type="multi_label_classification", **labels(["toxic", "insult", "threat", "praise"])),
            tokenizer, SEEDS["b"], torch.float16, keep=("vocab.txt", "tokenizer_config.json"))
f.rewrite(lambda tensors: {k.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): v for k, v in tensors.items()})
f.call("", f.encode(SENTENCES), ["logits"], hidden=(1, 3))
f.call("typed", dict(input_ids=torch.tensor([[2, 30, 31, 3, 32, 3]]), token_type_ids=torch.tensor([[0, 1, 2, 2, 1, 0]]),
       position_ids=torch.tensor([[4, 3, 2, 1, 0, 7]])), [], hidden=(0, 3))
f.ask("text-classification", SENTENCES, top_k=None)
f.save()

# A number instead of classes.
tokenizer = wordpiece("regression", BertTokenizerFast, lower=True, model_max_length=48)
f = Fixture("regression", "sequence", config(tokenizer, num_hidden_layers=1, problem_type="regression", num_labels=1),
            tokenizer, SEEDS["regression"], torch.float16)
f.call("", f.encode(SENTENCES[:2]), ["logits"], hidden=(0, 1))
f.ask("text-classification", SENTENCES[:2], top_k=None)
f.save()

# A class for each token.
tokenizer = wordpiece("tokens", BertTokenizerFast, lower=False, model_max_length=48)
f = Fixture("tokens", "tokens", config(tokenizer, **labels(["O", "B-PER", "I-PER", "B-LOC", "I-LOC"])), tokenizer, SEEDS["tokens"], torch.float16)
f.call("", f.encode(SENTENCES), ["logits"], hidden=(0, 2))
for strategy in ("none", "simple", "first", "average", "max"):
    f.ask("token-classification", SENTENCES, aggregation_strategy=strategy)
f.ask("token-classification", SENTENCES[1:2], aggregation_strategy="simple", ignore_labels=[])
f.save()

# Masked words; the file has the pooler and the next-sentence head, as the published checkpoints do, and they are not used.
tokenizer = wordpiece("masked-lm", BertTokenizerFast, lower=True, model_max_length=48)
f = Fixture("masked-lm", "masked", config(tokenizer, hidden_act="gelu_new"), tokenizer, SEEDS["masked-lm"], torch.float16)


def published(tensors):
    width = tensors["bert.embeddings.word_embeddings.weight"].shape[1]
    return tensors | {
        "bert.pooler.dense.weight": torch.zeros(width, width).half(), "bert.pooler.dense.bias": torch.zeros(width).half(),
        "cls.seq_relationship.weight": torch.zeros(2, width).half(), "cls.seq_relationship.bias": torch.zeros(2).half(),
        "cls.predictions.decoder.weight": tensors["bert.embeddings.word_embeddings.weight"].clone(),
        "bert.embeddings.position_ids": torch.arange(48)[None],
    }


f.rewrite(published)
MASKED = ["The capital of [MASK] is Paris.", "[MASK] sat on the [MASK].", "I love [MASK]"]
f.call("", f.encode(MASKED[:2]), ["logits"], hidden=(0, 2))
f.ask("fill-mask", MASKED)
f.ask("fill-mask", MASKED[:1], top_k=3, targets=["paris", "cat", "berlin", "london"])
f.ask("fill-mask", MASKED[2:], top_k=2)
f.save()

# Sentence embeddings: mean over tokens, then length 1; the base model's own names.
tokenizer = wordpiece("sentences", BertTokenizerFast, lower=True, model_max_length=48)
f = Fixture("sentences", "model", config(tokenizer), tokenizer, SEEDS["sentences"], torch.float16)
encoded = f.encode(SENTENCES)
result = f.call("", encoded, ["last_hidden_state", "pooler_output"], hidden=(0, 1))
modules = [dict(idx=0, name="0", path="", type="sentence_transformers.models.Transformer"),
           dict(idx=1, name="1", path="1_Pooling", type="sentence_transformers.models.Pooling"),
           dict(idx=2, name="2", path="2_Normalize", type="sentence_transformers.models.Normalize")]
json.dump(modules, open("sentences/modules.json", "w"))
json.dump(dict(max_seq_length=20, do_lower_case=False), open("sentences/sentence_bert_config.json", "w"))
os.makedirs("sentences/1_Pooling")
json.dump(dict(word_embedding_dimension=16, pooling_mode_cls_token=False, pooling_mode_mean_tokens=True,
               pooling_mode_max_tokens=False, pooling_mode_mean_sqrt_len_tokens=False), open("sentences/1_Pooling/config.json", "w"))
for text in [*SENTENCES, LONG]:
    with torch.no_grad():
        states = f.model(**f.encode([text], truncation=True, max_length=20)).last_hidden_state[0]
    f.pipelines.append(dict(task="feature-extraction", input=text, options={},
                            output=encoders.plain(torch.nn.functional.normalize(states.mean(0), dim=0).tolist())))
f.save()

# The base model alone.
tokenizer = wordpiece("plain", BertTokenizerFast, lower=True, model_max_length=48)
f = Fixture("plain", "model", config(tokenizer, num_hidden_layers=1, hidden_act="silu"), tokenizer, SEEDS["plain"], torch.float16)
f.call("", f.encode(SENTENCES[:2]), ["last_hidden_state", "pooler_output"], hidden=(0, 1))
f.ask("feature-extraction", [SENTENCES[0], SENTENCES[3]])
f.save()

# Where an answer begins and ends.
tokenizer = wordpiece("questions", BertTokenizerFast, lower=True, model_max_length=48)
f = Fixture("questions", "questions", config(tokenizer), tokenizer, SEEDS["questions"], torch.float16)
f.call("", f.encode(*map(list, zip(*PAIRS))), ["start_logits", "end_logits"], hidden=(0, 2))
f.ask_questions()
f.save()

encoders.manifest(SEEDS)
